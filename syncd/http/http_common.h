/* What all requests to a server have in common: the server fills it, whatever serves a request
 * reads it. */
#ifndef VARTA_SYNCD_HTTP_HTTP_COMMON_H
#define VARTA_SYNCD_HTTP_HTTP_COMMON_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/queue.h>

struct buf;
struct db_lane;
struct http_query;
struct http_request;
struct limits;
struct metrics;
struct pulse;
struct route;
struct settings;
struct sources;

/* Who keeps the files of a body: photos. keep takes data, from that source, and calls done with its
 * address, or with NULL and why; for good: it is no photo. The request waits meanwhile. */
struct file_keeper {
	void (*keep)(void *arg, int source_id, struct buf *data, struct http_request *req,
	             void (*done)(struct http_request *req, const char *url, const char *why,
	                          bool for_good));
	void *arg; /* NULL: nobody keeps any */
};

struct http_common {
	const struct settings *settings;
	struct db_lane *reads; /* the database, for what the public reads */
	const struct pulse *pulse;
	struct sources *sources;
	struct limits *limits;
	struct metrics *metrics; /* NULL: nobody wants to know */
	const char *base_url;    /* what discovery names, without a slash at its end */

	const struct route *routes;
	size_t nroutes;
	void *const *contexts; /* what handlers work on: route->part is an index */
	struct file_keeper keeper;

	LIST_HEAD(http_query_list, http_query) queries; /* what the database was asked */
	bool draining;                                  /* the daemon stops soon */
};

#endif
