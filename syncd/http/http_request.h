/* One HTTP request and the answer to it. The server makes and ends them, handlers answer them. */
#ifndef VARTA_SYNCD_HTTP_HTTP_REQUEST_H
#define VARTA_SYNCD_HTTP_HTTP_REQUEST_H

#include "lib/base/buf.h"
#include "lib/db/db.h"
#include "syncd/content/encoding.h"
#include "syncd/content/multipart.h"
#include "syncd/content/params.h"

#include <jansson.h>
#include <stdint.h>

struct MHD_Connection;
struct http_common;
struct http_request;
struct route;

enum http_request_phase {
	HTTP_REQUEST_HEAD, /* the headers arrive */
	HTTP_REQUEST_BODY, /* the body arrives */
	HTTP_REQUEST_WAIT, /* suspended until the database has answered */
	HTTP_REQUEST_DONE  /* the answer is there */
};

/* What is waited for holds this, so that it learns when nobody waits any more: then request is
 * NULL. Owned by whoever waits for the database. */
struct http_waiter {
	struct http_request *request;
};

struct http_request {
	struct http_common *common;
	struct MHD_Connection *connection;
	enum http_request_phase phase;
	char id[17];      /* of this request, in the log and in X-Request-Id */
	int64_t began;    /* when_ticks() */
	int64_t deadline; /* of HTTP_REQUEST_WAIT */

	const char *method; /* as long as the connection lives */
	char *path;         /* without the query, %-escapes undone */
	char *query;        /* undecoded; NULL: none */
	size_t uri_len;
	const struct route *route;                            /* NULL: no such path */
	void (*refuse)(struct http_request *req, int status); /* of the route */
	void *context;     /* what the route's handler works on; NULL: nothing */
	const char *allow; /* the methods of the path, where the method is none of them */
	enum encoding_format format;
	char *key; /* the path's last part, where the route has one */
	struct buf body;
	size_t body_seen;             /* bytes, also those that were thrown away */
	struct params params;         /* of the query and of the body */
	struct multipart_files files; /* of the body */
	json_t *photos; /* where those are that are kept: addresses; NULL: no files came */
	int sender;     /* the source that sent the files */
	bool uploads;   /* its body may be long */

	unsigned char client[16]; /* who asks, where that is outside: limits.h */
	bool outside;
	int source_id;            /* whose key was right; 0: nobody's */
	int lane_key;             /* the source that is asked about; 0: none */
	int retry_after;          /* s, with 429 */
	struct http_waiter *wait; /* in HTTP_REQUEST_WAIT */
	int status;               /* in HTTP_REQUEST_DONE */
	struct buf answer;
	const char *type; /* of the answer */
	bool keep;        /* it may be kept for some minutes */
	bool closes;      /* nothing more is read from this connection */
	bool suspended;
};

/* Answers with a tree; root names the XML document's element. */
void http_request_answer(struct http_request *req, int status, const char *root,
                         const json_t *tree);

/* Answers with a file that may be kept for some minutes; takes what is in data. */
void http_request_file(struct http_request *req, const char *type, struct buf *data);

/* Answers with a page for people. */
void http_request_html(struct http_request *req, int status, const char *html);

/* Answers in the standard's shape of an error, or as the route does. */
void http_request_error(struct http_request *req, int status, const char *fmt, ...)
        __attribute__((format(printf, 3, 4)));

/* The same with a problem, which is released. */
void http_request_problem(struct http_request *req, struct problem *p);

/* The database cannot be asked now. */
void http_request_unavailable(struct http_request *req);

/* From now on the request waits, until it is answered or request_timeout has passed. */
void http_request_wait(struct http_request *req, struct http_waiter *wait);

/* Runs stmt and waits; then done gets the result, unless the query failed (answered here) or
 * nobody waits any more. */
void http_request_query(struct http_request *req, const struct db_stmt *stmt,
                        const char *const params[],
                        void (*done)(struct http_request *req, const PGresult *res));

/* It has waited for too long: answers 503. */
void http_request_expire(struct http_request *req);

/* Forgets the queries that are still under way: the database is asked nothing more. */
void http_request_forget_queries(struct http_common *common);

/* Nobody waits any more: for http_connection.c, before it frees a request. */
void http_request_detach(struct http_request *req);

#endif
