/* Reads the POSTs that bring reports and comments, and has them stored. */
#include "syncd/content/params_digest.h"
#include "syncd/http/body.h"
#include "syncd/http/http_common.h"
#include "syncd/http/http_request.h"
#include "syncd/http/limits.h"
#include "syncd/http/sources.h"
#include "syncd/ingest/handlers.h"
#include "syncd/ingest/ingest.h"
#include "syncd/open311/georeport.h"

#include <stdlib.h>

/* By what the same POST is known when it comes again without a number of its own. */
static void add_fields(const struct http_request *req, json_t *item)
{
	char *digest = params_digest(&req->params, "api_key");

	json_object_set_new(item, "fields", json_string(digest));
	free(digest);
}

/* The item for the database, or NULL with a problem. */
typedef json_t *read_item(const struct http_request *req, struct problem *p);

static json_t *read_report(const struct http_request *req, struct problem *p)
{
	struct georeport report;
	char *raw;
	json_t *item;

	if (!georeport_read(&req->params, &report, p))
		return NULL;
	json_array_extend(report.photos, req->photos);
	raw = body_raw(req);
	item = georeport_item(&report, raw, body_type(req));
	add_fields(req, item);
	free(raw);
	georeport_release(&report);
	return item;
}

static json_t *read_comment(const struct http_request *req, struct problem *p)
{
	struct geocomment comment;
	char *raw;
	json_t *item;

	if (!geocomment_read(&req->params, &comment, p))
		return NULL;
	json_array_extend(comment.photos, req->photos);
	raw = body_raw(req);
	item = geocomment_item(&comment, raw);
	free(raw);
	geocomment_release(&comment);
	return item;
}

/* While the database is known to be away, or what the source needs to be held, nobody is kept
 * waiting: the sender tries again. */
static void store(struct http_request *req, enum ingest_kind kind, read_item *read)
{
	struct problem p = {0};
	bool own;
	const struct source *source = limits_source(req, true, &own, &p);
	json_t *item = source && limits_honeypot(req, &p) ? read(req, &p) : NULL;

	if (!item) {
		http_request_problem(req, &p);
	} else if (ingest_refuses(req->context, source->id)) {
		json_decref(item);
		http_request_unavailable(req);
	} else {
		ingest_add(req->context, kind, source->id, item, req);
	}
}

void handle_report(struct http_request *req)
{
	store(req, INGEST_REPORTS, read_report);
}

void handle_comment(struct http_request *req)
{
	store(req, INGEST_COMMENTS, read_comment);
}
