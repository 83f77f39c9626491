/* Decodes a body by its Content-Type. */
#include "syncd/http/body.h"

#include "lib/base/text.h"
#include "syncd/content/form.h"
#include "syncd/content/json_body.h"
#include "syncd/content/multipart.h"
#include "syncd/http/route.h"

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

static bool is_text(struct http_request *req, struct problem *p)
{
	size_t bad;

	return utf8_valid(req->body.data, req->body.len, &bad) ||
	       problem_set(p, 400, "the body is not valid UTF-8 text (byte %zu)", bad + 1);
}

/* Its files are taken out first: they are no text. */
static bool is_text_in_parts(struct http_request *req, struct problem *p)
{
	if (!multipart_take_files(req->connection, &req->body, &req->files, p))
		return false;
	if (req->files.n && !req->route->files && !req->route->attach)
		return problem_set(p, 415, "files are not accepted here");
	return is_text(req, p);
}

static const char key_field[] = "api_key";

static char *raw_form(const struct http_request *req, size_t *len)
{
	return form_without(req->body.data, req->body.len, key_field, len);
}

static char *raw_json(const struct http_request *req, size_t *len)
{
	return json_body_without(req->body.data, req->body.len, key_field, len);
}

static char *raw_multipart(const struct http_request *req, size_t *len)
{
	return multipart_without(req->connection, req->body.data, req->body.len, key_field, len);
}

/* How a body is read, and what is kept of it: all but the sender's key. */
static const struct body_format {
	const char *type;
	bool (*check)(struct http_request *req, struct problem *p);
	bool (*decode)(struct http_request *req, struct problem *p);
	char *(*raw)(const struct http_request *req, size_t *len);
} formats[] = {
        {"application/x-www-form-urlencoded", is_text, decode_form, raw_form},
        {"application/json", is_text, decode_json, raw_json},
        {"multipart/form-data", is_text_in_parts, decode_multipart, raw_multipart},
};

static const struct body_format *format_of(const struct http_request *req)
{
	const char *type =
	        MHD_lookup_connection_value(req->connection, MHD_HEADER_KIND, "Content-Type");
	size_t len;

	if (!type)
		return NULL;
	len = strcspn(type, "; \t");
	for (size_t i = 0; i < sizeof(formats) / sizeof(*formats); i++)
		if (len == strlen(formats[i].type) && strncasecmp(type, formats[i].type, len) == 0)
			return &formats[i];
	return NULL;
}

bool body_decode(struct http_request *req, struct problem *p)
{
	const struct body_format *format = format_of(req);

	if (!format)
		return problem_set(p, 415,
		                   "Content-Type: a form, JSON or multipart/form-data is expected");
	buf_adds(&req->body, "");
	return format->check(req, p) && format->decode(req, p);
}

char *body_raw(const struct http_request *req)
{
	size_t len;

	return format_of(req)->raw(req, &len);
}

const char *body_type(const struct http_request *req)
{
	return format_of(req)->type;
}
