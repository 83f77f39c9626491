/* One HTTP request and the answer to it. http.c makes and ends exchanges, calls answer them. */
#ifndef VARTA_SYNCD_EXCHANGE_H
#define VARTA_SYNCD_EXCHANGE_H

#include "lib/buf.h"
#include "lib/db.h"
#include "syncd/params.h"
#include "syncd/wire.h"

#include <jansson.h>
#include <stdint.h>

struct MHD_Connection;
struct exchange;
struct route;
struct syncd;

enum exchange_phase {
	EXCHANGE_HEAD, /* the headers arrive */
	EXCHANGE_BODY, /* the body arrives */
	EXCHANGE_WAIT, /* suspended until the database has answered */
	EXCHANGE_DONE  /* the answer is there */
};

/* What is waited for holds this, so that it learns when nobody waits any more: then exchange is
 * NULL. Owned by whoever waits for the database. */
struct waiter {
	struct exchange *exchange;
};

struct exchange {
	struct syncd *syncd;
	struct MHD_Connection *connection;
	enum exchange_phase phase;
	char id[17];      /* of this request, in the log and in X-Request-Id */
	int64_t began;    /* when_ticks() */
	int64_t deadline; /* of EXCHANGE_WAIT */

	const char *method; /* as long as the connection lives */
	char *path;         /* without the query, %-escapes undone */
	char *query;        /* undecoded; NULL: none */
	size_t uri_len;
	const struct route *route; /* NULL: no such path */
	const char *allow;         /* the methods of the path, where the method is none of them */
	enum wire_format format;
	char *key; /* the path's last part, where the route has one */
	struct buf body;
	size_t body_seen;     /* bytes, also those that were thrown away */
	struct params params; /* of the query and of the body */

	unsigned char client[16]; /* for limits.c: who asks, where that is outside */
	bool outside;
	int source_id;       /* whose key was right; 0: nobody's */
	int retry_after;     /* s, with 429 */
	struct waiter *wait; /* in EXCHANGE_WAIT */
	int status;          /* in EXCHANGE_DONE */
	struct buf answer;
	const char *type; /* of the answer */
	bool keep;        /* it may be kept for some minutes */
	bool suspended;
};

/* Answers with a tree; root names the XML document's element. */
void exchange_answer(struct exchange *ex, int status, const char *root, const json_t *tree);

/* Answers with a file that may be kept for some minutes; takes what is in data. */
void exchange_file(struct exchange *ex, const char *type, struct buf *data);

/* Answers with a page for people. */
void exchange_html(struct exchange *ex, int status, const char *html);

/* Answers in the standard's shape of an error. */
void exchange_error(struct exchange *ex, int status, const char *fmt, ...)
        __attribute__((format(printf, 3, 4)));

/* The same with a problem, which is released. */
void exchange_problem(struct exchange *ex, struct problem *p);

/* The database cannot be asked now. */
void exchange_unavailable(struct exchange *ex);

/* From now on the exchange waits, until it is answered or request_timeout has passed. */
void exchange_wait(struct exchange *ex, struct waiter *wait);

/* Runs stmt and waits; then done gets the result, unless the query failed (answered here) or
 * nobody waits any more. */
void exchange_query(struct exchange *ex, const struct db_stmt *stmt, const char *const params[],
                    void (*done)(struct exchange *ex, const PGresult *res));

/* It has waited for too long: answers 503. */
void exchange_expire(struct exchange *ex);

/* Forgets the queries that are still under way: after db_free(). */
void exchange_forget_queries(struct syncd *syncd);

/* Nobody waits any more: for http.c, before it frees an exchange. */
void exchange_detach(struct exchange *ex);

#endif
