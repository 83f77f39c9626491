/* The answers and changes of status that a source fetches for its own requests. */
#include "lib/base/when.h"
#include "lib/db/db_params.h"
#include "syncd/core/db_json.h"
#include "syncd/http/limits.h"
#include "syncd/http/sources.h"
#include "syncd/open311/date.h"
#include "syncd/open311/handlers.h"
#include "syncd/open311/media_address.h"

#include <time.h>

static const struct db_stmt list_updates = {
        "updates", "select * from sync.updates($1::int, $2::timestamptz, $3::timestamptz)", 3};

/* Those behind description are extensions of FixMyStreet. */
static const struct db_json_field update_fields[] = {
        {"update_id", NULL, DB_JSON_TEXT},
        {"service_request_id", NULL, DB_JSON_TEXT},
        {"fixmystreet_id", "external_id", DB_JSON_ID},
        {"status", NULL, DB_JSON_TEXT},
        {"updated_datetime", "updated", DB_JSON_DATE},
        {"description", NULL, DB_JSON_TEXT},
        {"media_url", NULL, DB_JSON_TEXT},
        {"external_status_code", NULL, DB_JSON_ID},
        {"customer_reference", NULL, DB_JSON_ID},
        {NULL, NULL, DB_JSON_TEXT},
};

static const struct db_json_field extra_fields[] = {
        {"agency_responsible", "unit", DB_JSON_ID},
        {NULL, NULL, DB_JSON_TEXT},
};

static void complete(const struct http_request *req, json_t *updates, const PGresult *res)
{
	json_t *update;
	size_t i;

	json_array_foreach(updates, i, update) {
		json_t *extras = db_json_object(extra_fields, res, (int)i);

		if (json_object_size(extras))
			json_object_set(update, "extras", extras);
		json_decref(extras);
		media_address_complete(req, update);
	}
}

static void on_updates(struct http_request *req, const PGresult *res)
{
	json_t *tree = db_json_list(update_fields, res);

	complete(req, tree, res);
	http_request_answer(req, 200, "service_request_updates", tree);
	json_decref(tree);
}

void handle_updates(struct http_request *req)
{
	struct problem p = {0};
	bool own;
	const struct source *source = limits_source(req, true, &own, &p);
	struct db_params params = {0};
	int64_t from, to;

	if (!source || !date_window(&req->params, time(NULL), DATE_DAY, &from, &to, &p)) {
		http_request_problem(req, &p);
		return;
	}
	db_params_int(&params, source->id);
	db_params_time(&params, from);
	db_params_time(&params, to);
	http_request_query(req, &list_updates, params.text, on_updates);
}
