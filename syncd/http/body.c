/* Decodes a body by its Content-Type. */
#include "syncd/http/body.h"

#include "lib/text.h"
#include "syncd/http/form.h"
#include "syncd/http/json_body.h"
#include "syncd/http/multipart.h"

#include <microhttpd.h>
#include <string.h>
#include <strings.h>

static bool decode_form(struct http_request *req, struct problem *p)
{
	return form_decode(req->body.data, req->body.len, &req->params, p);
}

static bool decode_json(struct http_request *req, struct problem *p)
{
	return json_body_decode(req->body.data, req->body.len, &req->params, p);
}

static bool decode_multipart(struct http_request *req, struct problem *p)
{
	return multipart_decode(req->connection, &req->body, &req->params, p);
}

static const struct kind {
	const char *type;
	bool (*decode)(struct http_request *req, struct problem *p);
	char *(*without)(const char *s, size_t len, const char *name, size_t *out_len);
} kinds[] = {
        {"application/x-www-form-urlencoded", decode_form, form_without},
        {"application/json", decode_json, json_body_without},
        {"multipart/form-data", decode_multipart, multipart_without},
};

static const struct kind *kind_of(const struct http_request *req)
{
	const char *type =
	        MHD_lookup_connection_value(req->connection, MHD_HEADER_KIND, "Content-Type");
	size_t len;

	if (!type)
		return NULL;
	len = strcspn(type, "; \t");
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (len == strlen(kinds[i].type) && strncasecmp(type, kinds[i].type, len) == 0)
			return &kinds[i];
	return NULL;
}

bool body_decode(struct http_request *req, struct problem *p)
{
	const struct kind *kind = kind_of(req);
	size_t bad;

	if (!kind)
		return problem_set(p, 415,
		                   "Content-Type: a form, JSON or multipart/form-data is expected");
	buf_adds(&req->body, "");
	if (!utf8_valid(req->body.data, req->body.len, &bad))
		return problem_set(p, 400, "the body is not valid UTF-8 text (byte %zu)", bad + 1);
	return kind->decode(req, p);
}

char *body_raw(const struct http_request *req)
{
	size_t len;

	return kind_of(req)->without(req->body.data, req->body.len, "api_key", &len);
}

const char *body_type(const struct http_request *req)
{
	return kind_of(req)->type;
}
