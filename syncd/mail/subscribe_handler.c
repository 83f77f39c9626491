/* POST subscriptions: a site asks in the name of a resident for the newsletters of an officer. The
 * answer does not tell whether the address was known. */
#include "lib/base/xmalloc.h"
#include "lib/db/db_params.h"
#include "lib/db/db_result.h"
#include "syncd/http/http_request.h"
#include "syncd/http/limits.h"
#include "syncd/http/sources.h"
#include "syncd/mail/handlers.h"

#include <stdlib.h>
#include <string.h>

static const struct db_stmt subscribe = {"subscribe",
                                         "select sync.subscribe($1::int, $2::text, $3::text, "
                                         "$4::text, $5::float8, $6::float8, $7::text)",
                                         7};

static void on_subscribed(struct http_request *req, const PGresult *res)
{
	const char *refusal = db_value_text(res);
	json_t *tree;

	if (refusal) {
		http_request_error(req, 400, "%s", refusal);
		return;
	}
	tree = json_pack("[{s:s}]", "state", "asked");
	http_request_answer(req, 200, "subscriptions", tree);
	json_decref(tree);
}

/* A number as the database reads it; an empty text where it is none. */
static bool is_degrees(const char *s)
{
	char *end;

	if (!s)
		return true;
	strtod(s, &end);
	return !*end && strspn(s, "+-.0123456789") == strlen(s);
}

void handle_subscribe(struct http_request *req)
{
	struct problem p = {0};
	bool own;
	const struct source *source = limits_source(req, true, &own, &p);
	const char *lat = params_get(&req->params, "lat"), *lon = params_get(&req->params, "long");
	struct db_params params = {0};

	if (!source || !limits_honeypot(req, &p)) {
		http_request_problem(req, &p);
	} else if (!req->context) {
		http_request_error(req, 404, "no mails are sent here");
	} else if (!is_degrees(lat) || !is_degrees(lon)) {
		http_request_error(req, 400, "lat and long are degrees");
	} else {
		db_params_int(&params, source->id);
		db_params_text(&params, params_get(&req->params, "email"));
		db_params_text(&params, params_get(&req->params, "lang"));
		db_params_text(&params, params_get(&req->params, "beat"));
		db_params_text(&params, lat);
		db_params_text(&params, lon);
		db_params_text(&params, params_get(&req->params, "address_string"));
		http_request_query(req, &subscribe, params.text, on_subscribed);
	}
}
