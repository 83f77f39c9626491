/* Requests as the public, or the source that sent them, may see them. */
#include "lib/base/xmalloc.h"
#include "lib/db/db_params.h"
#include "lib/db/db_result.h"
#include "syncd/core/db_json.h"
#include "syncd/http/http_common.h"
#include "syncd/http/limits.h"
#include "syncd/http/sources.h"
#include "syncd/open311/georeport.h"
#include "syncd/open311/handlers.h"
#include "syncd/open311/media_address.h"

#include <stdlib.h>
#include <time.h>

static const struct db_stmt list_requests = {
        "requests", "select * from sync.requests($1::int, $2::jsonb, $3::int)", 3};

static const struct db_stmt known_number = {
        "token", "select sync.token($1::int, $2::bigint, $3::boolean)", 3};

/* title, media_urls and non_public are no part of the standard: a FixMyStreet reads the first and
 * the last. */
static const struct db_json_field request_fields[] = {
        {"service_request_id", NULL, DB_JSON_TEXT},
        {"status", NULL, DB_JSON_TEXT},
        {"status_notes", NULL, DB_JSON_TEXT},
        {"service_name", NULL, DB_JSON_TEXT},
        {"service_code", NULL, DB_JSON_TEXT},
        {"title", NULL, DB_JSON_TEXT},
        {"description", NULL, DB_JSON_TEXT},
        {"agency_responsible", NULL, DB_JSON_TEXT},
        {"service_notice", "", DB_JSON_CONST},
        {"requested_datetime", "requested", DB_JSON_DATE},
        {"updated_datetime", "updated", DB_JSON_DATE},
        {"expected_datetime", "expected", DB_JSON_DATE},
        {"address", NULL, DB_JSON_TEXT},
        {"address_id", "", DB_JSON_CONST},
        {"zipcode", "", DB_JSON_CONST},
        {"lat", NULL, DB_JSON_DEGREES},
        {"long", NULL, DB_JSON_DEGREES},
        {"media_url", NULL, DB_JSON_TEXT},
        {"media_urls", NULL, DB_JSON_LIST},
        {"non_public", "private", DB_JSON_FLAG},
        {NULL, NULL, DB_JSON_TEXT},
};

/* Takes the filter. */
static void ask(struct http_request *req, const struct source *source, json_t *filter,
                void (*done)(struct http_request *req, const PGresult *res))
{
	struct db_params params = {0};

	db_params_int(&params, source->id);
	db_params_json(&params, filter);
	db_params_int(&params, GEOFILTER_LIMIT);
	http_request_query(req, &list_requests, params.text, done);
	db_params_release(&params);
	json_decref(filter);
}

static void complete_photos(const struct http_request *req, json_t *requests)
{
	json_t *request, *path;
	size_t i, n;

	json_array_foreach(requests, i, request) {
		json_t *urls = json_object_get(request, "media_urls");

		media_address_complete(req, request);
		json_array_foreach(urls, n, path)
			json_array_set_new(urls, n, media_address(req, path));
	}
}

static void on_requests(struct http_request *req, const PGresult *res)
{
	json_t *tree = db_json_list(request_fields, res);

	complete_photos(req, tree);
	http_request_answer(req, 200, "service_requests", tree);
	json_decref(tree);
}

void handle_requests(struct http_request *req)
{
	struct problem p = {0};
	bool own;
	const struct source *source = limits_source(req, false, &own, &p);
	json_t *filter = source ? geofilter_read(&req->params, time(NULL), own, &p) : NULL;

	if (filter)
		ask(req, source, filter, on_requests);
	else
		http_request_problem(req, &p);
}

static void unknown(struct http_request *req)
{
	char *quoted = problem_quote(req->key);

	http_request_error(req, 404, "service_request_id: '%s' is unknown", quoted);
	free(quoted);
}

static void on_request(struct http_request *req, const PGresult *res)
{
	if (PQntuples(res))
		on_requests(req, res);
	else
		unknown(req);
}

void handle_request(struct http_request *req)
{
	struct problem p = {0};
	bool own;
	const struct source *source = limits_source(req, false, &own, &p);
	json_t *filter;

	if (!source) {
		http_request_problem(req, &p);
		return;
	}
	filter = geofilter_one(req->key, own);
	if (filter)
		ask(req, source, filter, on_request);
	else
		unknown(req);
}

static void unknown_token(struct http_request *req)
{
	char *quoted = problem_quote(req->key);

	http_request_error(req, 404, "token: '%s' is unknown", quoted);
	free(quoted);
}

static void on_token(struct http_request *req, const PGresult *res)
{
	json_t *tree;

	if (!db_value_bool(res)) {
		unknown_token(req);
		return;
	}
	tree = json_pack("[{s:s, s:s}]", "service_request_id", req->key, "token", req->key);
	http_request_answer(req, 200, "service_requests", tree);
	json_decref(tree);
}

/* A report is answered when it is stored, and then with its number: its token is the number. */
void handle_token(struct http_request *req)
{
	struct problem p = {0};
	bool own;
	const struct source *source = limits_source(req, false, &own, &p);
	json_t *filter = geofilter_one(req->key, false);
	struct db_params params = {0};

	if (!source) {
		http_request_problem(req, &p);
	} else if (!filter) {
		unknown_token(req);
	} else {
		db_params_int(&params, source->id);
		db_params_text(&params, req->key);
		db_params_bool(&params, own);
		http_request_query(req, &known_number, params.text, on_token);
	}
	json_decref(filter);
}
