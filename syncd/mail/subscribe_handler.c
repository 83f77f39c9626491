/* POST subscriptions: a site asks in the name of a resident for the newsletters of an officer. The
 * answer does not tell whether the address was known. */
#include "lib/xmalloc.h"
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
	json_t *tree;

	if (!PQgetisnull(res, 0, 0)) {
		http_request_error(req, 400, "%s", PQgetvalue(res, 0, 0));
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
	char id[16];
	const char *params[] = {id,
	                        params_get(&req->params, "email"),
	                        params_get(&req->params, "lang"),
	                        params_get(&req->params, "beat"),
	                        lat,
	                        lon,
	                        params_get(&req->params, "address_string")};

	if (!source || !limits_honeypot(req, &p)) {
		http_request_problem(req, &p);
	} else if (!req->context) {
		http_request_error(req, 404, "no mails are sent here");
	} else if (!is_degrees(lat) || !is_degrees(lon)) {
		http_request_error(req, 400, "lat and long are degrees");
	} else {
		snprintf(id, sizeof(id), "%d", source->id);
		http_request_query(req, &subscribe, params, on_subscribed);
	}
}
