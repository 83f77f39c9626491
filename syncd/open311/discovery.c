/* What needs no source: whether the daemon works, and what it offers. */
#include "lib/base/xmalloc.h"
#include "lib/program/settings.h"
#include "syncd/core/pulse.h"
#include "syncd/http/http_common.h"
#include "syncd/http/http_request.h"
#include "syncd/open311/georeport.h"
#include "syncd/open311/handlers.h"

#include <stdlib.h>

/* Of this endpoint, as discovery names it: what it offers has not changed since. */
#define CHANGESET     "2026-11-22T00:00:00Z"
#define SPECIFICATION "http://wiki.open311.org/GeoReport_v2"

/* Asks nothing of the database, so that it never waits: the pulse is what is known. */
static void answer_health(struct http_request *req, int status)
{
	bool ready = pulse_beats(req->common->pulse) && !req->common->draining;
	json_t *tree = json_pack("{s:s, s:b, s:b}", "status", ready ? "ok" : "unavailable", "live",
	                         1, "ready", ready);

	req->format = ENCODING_JSON;
	http_request_answer(req, ready ? 200 : status, "health", tree);
	json_decref(tree);
}

void handle_health(struct http_request *req)
{
	answer_health(req, 503);
}

void handle_health_live(struct http_request *req)
{
	answer_health(req, 200);
}

static json_t *endpoint(const char *base, const char *path)
{
	char *url = xasprintf("%s%s", base, path);
	json_t *tree = json_pack("{s:s, s:s, s:s, s:s, s:[s, s]}", "specification", SPECIFICATION,
	                         "url", url, "changeset", CHANGESET, "type", "production",
	                         "formats", "text/xml", "application/json");

	free(url);
	return tree;
}

void handle_discovery(struct http_request *req)
{
	const char *contact = req->common->settings->contact, *base = req->common->base_url;
	json_t *tree =
	        json_pack("{s:s, s:s, s:s, s:i, s:[o, o]}", "changeset", CHANGESET, "contact",
	                  contact, "key_service", contact, "max_requests", GEOFILTER_LIMIT,
	                  "endpoints", endpoint(base, "/open311/v2"), endpoint(base, "/open311"));

	http_request_answer(req, 200, "discovery", tree);
	json_decref(tree);
}
