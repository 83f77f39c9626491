/* What residents can report. An incomplete list would make the peers delete what is missing: the
 * list comes whole from the database, or not at all. */
#include "lib/base/xmalloc.h"
#include "lib/db/db_params.h"
#include "lib/db/db_result.h"
#include "syncd/core/db_json.h"
#include "syncd/http/limits.h"
#include "syncd/http/sources.h"
#include "syncd/open311/handlers.h"

#include <stdlib.h>
#include <string.h>

static const struct db_stmt list_services = {
        "services",
        "select service_code, service_name, description, attributes,"
        " concat_ws(',', nullif(keywords, ''), case when private and 'private' <> all"
        " (regexp_split_to_array(coalesce(keywords, ''), '\\s*,\\s*')) then 'private' end)"
        " as keywords, grp from sync.services($1::int)",
        1};

/* metadata is true of all of them: each has the attribute fixmystreet_id. */
static const struct db_json_field service_fields[] = {
        {"service_code", NULL, DB_JSON_TEXT}, {"service_name", NULL, DB_JSON_TEXT},
        {"description", NULL, DB_JSON_TEXT},  {"metadata", NULL, DB_JSON_TRUE},
        {"type", "realtime", DB_JSON_CONST},  {"keywords", NULL, DB_JSON_TEXT},
        {"group", "grp", DB_JSON_TEXT},       {NULL, NULL, DB_JSON_TEXT},
};

static void ask(struct http_request *req,
                void (*done)(struct http_request *req, const PGresult *res))
{
	struct problem p = {0};
	bool own;
	const struct source *source = limits_source(req, false, &own, &p);
	struct db_params params = {0};

	if (!source) {
		http_request_problem(req, &p);
		return;
	}
	db_params_int(&params, source->id);
	http_request_query(req, &list_services, params.text, done);
}

static void on_services(struct http_request *req, const PGresult *res)
{
	json_t *tree;

	if (!PQntuples(res)) {
		http_request_error(req, 503, "no services are configured yet");
		return;
	}
	tree = db_json_list(service_fields, res);
	http_request_answer(req, 200, "services", tree);
	json_decref(tree);
}

void handle_services(struct http_request *req)
{
	ask(req, on_services);
}

/* By this attribute a FixMyStreet tells the number of its own report. It fills the field in by
 * itself (server_set), so that no resident sees it, and other peers may leave it out. */
static json_t *fixmystreet_id(void)
{
	return json_pack("{s:b, s:s, s:s, s:b, s:s, s:i, s:s, s:s}", "variable", 0, "code",
	                 "fixmystreet_id", "datatype", "string", "required", 0,
	                 "datatype_description", "", "order", 1, "description", "FixMyStreet ID",
	                 "automated", "server_set");
}

/* The attributes of the database, behind ours. */
static json_t *attributes_of(const PGresult *res, int row)
{
	const char *text = db_result_text(res, row, "attributes");
	json_t *own = text ? json_loads(text, 0, NULL) : NULL;
	json_t *list = json_pack("[o]", fixmystreet_id());
	json_t *attribute;
	size_t i;

	json_array_foreach(own, i, attribute) {
		const char *code = json_string_value(json_object_get(attribute, "code"));

		if (code && strcmp(code, "fixmystreet_id") != 0)
			json_array_append(list, attribute);
	}
	json_decref(own);
	return list;
}

static void on_service(struct http_request *req, const PGresult *res)
{
	char *quoted;

	for (int row = 0; row < PQntuples(res); row++) {
		json_t *tree;

		if (strcmp(db_result_text(res, row, "service_code"), req->key) != 0)
			continue;
		tree = json_pack("{s:s, s:o}", "service_code", req->key, "attributes",
		                 attributes_of(res, row));
		http_request_answer(req, 200, "service_definition", tree);
		json_decref(tree);
		return;
	}
	quoted = problem_quote(req->key);
	http_request_error(req, 404, "service_code: '%s' is unknown", quoted);
	free(quoted);
}

void handle_service(struct http_request *req)
{
	ask(req, on_service);
}
