/* Finds the handler of a request by its path, and calls it. */
#include "syncd/http/route.h"

#include "lib/base/text.h"
#include "lib/base/xmalloc.h"
#include "syncd/content/form.h"
#include "syncd/http/body.h"
#include "syncd/http/http_common.h"
#include "syncd/http/http_files.h"

#include <stdlib.h>
#include <string.h>

/* Takes '.xml' or '.json' away. Returns false where neither is there. */
static bool take_format(char *path, enum encoding_format *format)
{
	char *dot = strrchr(path, '.');

	if (!dot)
		return false;
	if (strcmp(dot, ".xml") == 0)
		*format = ENCODING_XML;
	else if (strcmp(dot, ".json") == 0)
		*format = ENCODING_JSON;
	else
		return false;
	*dot = '\0';
	return true;
}

/* Returns what stands for the '*' (else the path's end), or NULL where the path does not fit. */
static const char *match(const char *pattern, const char *path)
{
	size_t len = strcspn(pattern, "*");

	if (strncmp(pattern, path, len) != 0)
		return NULL;
	path += len;
	if (!pattern[len])
		return *path ? NULL : path;
	return *path && !strchr(path, '/') ? path : NULL;
}

/* HEAD is a GET whose answer the library cuts off. */
static bool same_method(const struct route *route, const char *method)
{
	return strcmp(route->method, method) == 0 ||
	       (strcmp(method, "HEAD") == 0 && strcmp(route->method, "GET") == 0);
}

/* For the header Allow; there is no method beside GET and POST. */
static const char *add_method(const char *allow, const char *method)
{
	if (allow)
		return "GET, HEAD, POST";
	return strcmp(method, "GET") == 0 ? "GET, HEAD" : "POST";
}

static void find(struct http_request *req, const char *name)
{
	for (size_t i = 0; i < req->common->nroutes; i++) {
		const struct route *route = &req->common->routes[i];
		const char *key = match(route->path, name);

		if (!key)
			continue;
		if (!same_method(route, req->method)) {
			req->allow = add_method(req->allow, route->method);
			continue;
		}
		req->route = route;
		req->refuse = route->refuse;
		req->context = req->common->contexts[route->part];
		req->key = xstrdup(key);
		return;
	}
}

void route_find(struct http_request *req)
{
	static const char prefix[] = "/open311/", version[] = "v2/";
	char *path = xstrdup(req->path);
	char *name = path;
	bool named = take_format(path, &req->format);

	if (strncmp(path, prefix, strlen(prefix)) == 0 && named) {
		name += strlen(prefix);
		if (strncmp(name, version, strlen(version)) == 0)
			name += strlen(version);
		if (*name != '/')
			find(req, name);
	} else {
		find(req, req->path);
	}
	free(path);
	if (req->route && !utf8_valid(req->key, strlen(req->key), NULL))
		http_request_error(req, 400, "the address is not valid UTF-8 text");
	else if (!req->route && req->allow)
		http_request_error(req, 405, "this method is not for this address");
	else if (!req->route)
		http_request_error(req, 404, "there is nothing at this address");
}

/* Of a POST's query only who sends it counts: the submission is kept raw, and that is the body. */
static bool keep_identity(struct params *params, struct problem *p)
{
	static const char *const names[] = {"jurisdiction_id", "api_key"};
	struct params kept = {0};
	bool ok = true;

	for (size_t i = 0; i < sizeof(names) / sizeof(*names) && ok; i++) {
		const char *value = params_get(params, names[i]);

		if (value)
			ok = params_add(&kept, names[i], strlen(names[i]), value, strlen(value), p);
	}
	params_release(params);
	*params = kept;
	return ok;
}

static bool decode(struct http_request *req, struct problem *p)
{
	if (req->route->raw)
		return true;
	if (req->query && !form_decode(req->query, strlen(req->query), &req->params, p))
		return false;
	if (strcmp(req->route->method, "POST") != 0)
		return true;
	return keep_identity(&req->params, p) && body_decode(req, p);
}

void route_run(struct http_request *req)
{
	struct problem p = {0};

	if (!decode(req, &p))
		http_request_problem(req, &p);
	else if (req->files.n && req->route->files)
		http_files_keep(req);
	else
		req->route->handle(req);
}
