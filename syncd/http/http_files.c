/* Passes the files of a request to whoever keeps them. */
#include "syncd/http/http_files.h"

#include "lib/program/settings.h"
#include "syncd/http/http_common.h"
#include "syncd/http/route.h"
#include "syncd/http/sources.h"

#include <string.h>

/* No field of a form has this name: browsers write brackets as %28. */
#define DIGEST "(file)"

static bool check(struct http_request *req, struct problem *p)
{
	const struct settings *s = req->common->settings;
	const struct source *source;
	bool own;

	if (!req->common->keeper.arg)
		return problem_set(p, 415, "no photos are taken here: send it without a file");
	source = sources_find(req->common->sources, &req->params, true, &own, p);
	if (!source)
		return false;
	req->sender = source->id;
	for (size_t i = 0; i < req->files.n; i++) {
		const struct multipart_file *file = &req->files.list[i];

		if (file->data.len > (size_t)s->media_max)
			return problem_set(p, 413, "file %zu is longer than %d bytes", i + 1,
			                   s->media_max);
		if (!params_add(&req->params, DIGEST, strlen(DIGEST), file->digest,
		                strlen(file->digest), p))
			return false;
	}
	return true;
}

static void keep_next(struct http_request *req);

static void on_kept(struct http_request *req, const char *url, const char *why, bool for_good)
{
	if (!url) {
		http_request_error(req, for_good ? 415 : 503, "file %zu: %s",
		                   json_array_size(req->photos) + 1, why);
		return;
	}
	json_array_append_new(req->photos, json_string(url));
	keep_next(req);
}

static void keep_next(struct http_request *req)
{
	const struct file_keeper *keeper = &req->common->keeper;
	size_t kept = json_array_size(req->photos);

	if (kept == req->files.n)
		req->route->handle(req);
	else
		keeper->keep(keeper->arg, req->sender, &req->files.list[kept].data, req, on_kept);
}

void http_files_keep(struct http_request *req)
{
	struct problem p = {0};

	if (!check(req, &p)) {
		http_request_problem(req, &p);
		return;
	}
	req->photos = json_array();
	keep_next(req);
}
