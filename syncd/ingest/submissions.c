/* POSTs: they are read here and stored by the intake. */
#include "syncd/core/sources.h"
#include "syncd/core/syncd.h"
#include "syncd/http/body.h"
#include "syncd/http/limits.h"
#include "syncd/ingest/ingest.h"
#include "syncd/open311/georeport.h"
#include "syncd/open311/handlers.h"

#include <stdlib.h>

/* The item for the database, or NULL with a problem. */
typedef json_t *read_item(const struct http_request *ex, struct problem *p);

static json_t *read_report(const struct http_request *ex, struct problem *p)
{
	struct georeport report;
	char *raw;
	json_t *item;

	if (!georeport_read(&ex->params, &report, p))
		return NULL;
	raw = body_raw(ex);
	item = georeport_item(&report, raw, body_type(ex));
	free(raw);
	georeport_release(&report);
	return item;
}

static json_t *read_comment(const struct http_request *ex, struct problem *p)
{
	struct geocomment comment;
	char *raw;
	json_t *item;

	if (!geocomment_read(&ex->params, &comment, p))
		return NULL;
	raw = body_raw(ex);
	item = geocomment_item(&comment, raw);
	free(raw);
	return item;
}

/* While the database is known to be away nobody is kept waiting: the sender tries again. */
static void store(struct http_request *ex, enum intake_kind kind, read_item *read)
{
	struct problem p = {0};
	bool own;
	const struct source *source = limits_source(ex, true, &own, &p);
	json_t *item = source && limits_honeypot(ex, &p) ? read(ex, &p) : NULL;

	if (!item) {
		http_request_problem(ex, &p);
	} else if (db_state(ex->syncd->db) == DB_DOWN) {
		json_decref(item);
		http_request_unavailable(ex);
	} else {
		intake_add(ex->syncd->intake, kind, source->id, item, ex);
	}
}

void call_report(struct http_request *ex)
{
	store(ex, INTAKE_REPORTS, read_report);
}

void call_comment(struct http_request *ex)
{
	store(ex, INTAKE_COMMENTS, read_comment);
}
