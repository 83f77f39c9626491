/* The daemon's parts, for those that need more than one of them. */
#ifndef VARTA_SYNCD_CORE_SYNCD_H
#define VARTA_SYNCD_CORE_SYNCD_H

#include "lib/db.h"
#include "lib/settings.h"

#include <sys/queue.h>

struct http_client;
struct http_server;
struct maintenance;
struct ingest;
struct limits;
struct mailer;
struct photos;
struct metrics;
struct poll;
struct publish;
struct push;
struct http_query;
struct metrics_page;
struct sources;

struct syncd {
	struct settings settings;
	struct db *db;
	struct sources *sources;
	struct ingest *ingest;
	struct maintenance *maintenance;
	struct http_client *client;
	struct push *push;
	struct poll *poll;
	struct publish *publish;     /* NULL: no static trees are kept here */
	struct photos *photos;       /* NULL: no photos are taken */
	struct mailer *mailer;       /* NULL: no mails are sent */
	struct metrics *metrics;     /* NULL: nobody wants to know */
	struct metrics_page *scrape; /* the same */
	struct limits *limits;
	struct http_server *http;
	char *base_url; /* what discovery names, without a slash at its end */
	LIST_HEAD(query_list, http_query) queries; /* for exchange.c: what the database was asked */
	bool draining;                             /* stops soon: nothing new is accepted */
};

#endif
