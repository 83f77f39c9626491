/* The answers and changes of status that a source fetches for its own requests. */
#include "syncd/calls.h"
#include "syncd/date.h"
#include "syncd/limits.h"
#include "syncd/record.h"
#include "syncd/sources.h"
#include "syncd/syncd.h"

#include "lib/when.h"

#include <time.h>

static const struct db_stmt list_updates = {
        "updates", "select * from sync.updates($1::int, $2::timestamptz, $3::timestamptz)", 3};

static const struct record_field update_fields[] = {
        {"update_id", NULL, RECORD_TEXT},
        {"service_request_id", NULL, RECORD_TEXT},
        {"fixmystreet_id", "external_id", RECORD_ID},
        {"status", NULL, RECORD_TEXT},
        {"updated_datetime", "updated", RECORD_DATE},
        {"description", NULL, RECORD_TEXT},
        {"media_url", NULL, RECORD_TEXT},
        {NULL, NULL, RECORD_TEXT},
};

static void on_updates(struct exchange *ex, const PGresult *res)
{
	json_t *tree = record_list(update_fields, res);

	exchange_answer(ex, 200, "service_request_updates", tree);
	json_decref(tree);
}

void call_updates(struct exchange *ex)
{
	struct problem p = {0};
	bool own;
	const struct source *source = limits_source(ex, true, &own, &p);
	char id[16], start[WHEN_W3C_SIZE], end[WHEN_W3C_SIZE];
	const char *params[] = {id, start, end};
	int64_t from, to;

	if (!source || !date_window(&ex->params, time(NULL), DATE_DAY, &from, &to, &p)) {
		exchange_problem(ex, &p);
		return;
	}
	snprintf(id, sizeof(id), "%d", source->id);
	when_w3c(from, start);
	when_w3c(to, end);
	exchange_query(ex, &list_updates, params, on_updates);
}
