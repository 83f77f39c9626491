/* Counts requests by address and by source. */
#include "syncd/http/limits.h"

#include "lib/base/when.h"
#include "lib/base/xmalloc.h"
#include "syncd/http/client_address.h"
#include "syncd/http/http_common.h"
#include "syncd/http/rates.h"
#include "syncd/http/sources.h"

#include <microhttpd.h>
#include <stdlib.h>
#include <string.h>

struct limits {
	struct address_list *trusted;
	struct rates *addresses, *sources;
};

struct limits *limits_new(const struct settings *settings, char **why)
{
	struct address_list *trusted = address_list_new(settings->trusted_proxies, why);
	struct limits *limits;

	if (!trusted)
		return NULL;
	limits = xcalloc(1, sizeof(*limits));
	limits->trusted = trusted;
	limits->addresses = rates_new(settings->rate_address);
	limits->sources = rates_new(settings->rate_key);
	return limits;
}

void limits_free(struct limits *limits)
{
	if (!limits)
		return;
	address_list_free(limits->trusted);
	rates_free(limits->addresses);
	rates_free(limits->sources);
	free(limits);
}

/* A proxy may add a header of its own below the one that the client sent: the last one counts. */
static enum MHD_Result take_forwarded(void *cls, enum MHD_ValueKind kind, const char *name,
                                      const char *value)
{
	const char **last = cls;

	if (strcasecmp(name, "X-Forwarded-For") == 0 && value)
		*last = value;
	return MHD_YES;
}

void limits_begin(struct http_request *req)
{
	struct limits *limits = req->common->limits;
	const union MHD_ConnectionInfo *info =
	        MHD_get_connection_info(req->connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
	const char *forwarded = NULL;

	if (!info)
		return;
	MHD_get_connection_values(req->connection, MHD_HEADER_KIND, take_forwarded, &forwarded);
	req->outside = address_client(limits->trusted, info->client_addr, forwarded, req->client);
	if (!req->outside)
		return;
	req->retry_after = rates_take(limits->addresses, req->client, when_ticks());
	if (req->retry_after)
		http_request_error(req, 429, "too many requests, try again in %d s",
		                   req->retry_after);
}

const struct source *limits_source(struct http_request *req, bool need_key, bool *own,
                                   struct problem *p)
{
	struct limits *limits = req->common->limits;
	const struct source *source =
	        sources_find(req->common->sources, &req->params, need_key, own, p);
	unsigned char name[RATES_NAME] = {1};

	if (source)
		req->lane_key = source->id;
	if (!source || !*own)
		return source;
	req->source_id = source->id;
	if (req->outside)
		rates_give_back(limits->addresses, req->client);
	memcpy(name + 1, &source->id, sizeof(source->id));
	req->retry_after = rates_take(limits->sources, name, when_ticks());
	if (!req->retry_after)
		return source;
	problem_set(p, 429, "too many requests with this api_key, try again in %d s",
	            req->retry_after);
	return NULL;
}

bool limits_honeypot(const struct http_request *req, struct problem *p)
{
	const char *field = req->common->settings->honeypot;

	if (!field || !params_get(&req->params, field))
		return true;
	return problem_set(p, 400, "%s: has to be empty", field);
}
