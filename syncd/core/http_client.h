/* The job that asks other servers over HTTP, within our loop: libcurl's multi interface. TLS is
 * always verified, redirections are not followed, what is answered and how long it takes is
 * limited. */
#ifndef VARTA_SYNCD_CORE_HTTP_CLIENT_H
#define VARTA_SYNCD_CORE_HTTP_CLIENT_H

#include "syncd/core/job.h"

#include <curl/curl.h>
#include <stdbool.h>
#include <stddef.h>

struct http_client;

extern const struct job_ops http_client_job;

struct http_response {
	const char *failure; /* NULL, or why there is no whole answer: one harmless line */
	const char *cause;   /* the same in general words, which quote no address */
	long status;         /* of HTTP; 0: none came */
	const char *type;    /* Content-Type; NULL: none */
	const char *body;    /* NUL-terminated; what came of it, where there is a failure */
	size_t len;
	const char *etag; /* of HTTP; NULL: none, or an odd one */
	long retry_after; /* seconds, 0: the server said nothing */
	bool abandoned;   /* of http_client_run() alone: the client goes, and what the transfer was
	                     made of is freed, but nobody is told */
};

/* The end of a transfer; response is gone afterwards. It may begin new ones. */
typedef void http_client_done(void *arg, const struct http_response *response);

/* Bytes of an answer at most: to a POST, to a GET; of an ETag. */
enum {
	HTTP_CLIENT_BODY_MAX = 65536,
	HTTP_CLIENT_PAGE_MAX = 16 * 1024 * 1024,
	HTTP_CLIENT_ETAG_MAX = 200
};

/* connections: at a time at most, further transfers wait for one. */
struct http_client *http_client_new(int connections);

/* Posts form (urlencoded; copied) to url. done is called once, from within the
 * job's step. */
void http_client_post(struct http_client *client, const char *url, const char *form, int timeout_ms,
                      http_client_done *done, void *arg);

/* Posts len bytes (copied) of a media type to url. */
void http_client_send(struct http_client *client, const char *url, const char *type,
                      const void *body, size_t len, int timeout_ms, http_client_done *done,
                      void *arg);

/* Gets url; accept is a media type; etag (NULL: none) makes the answer a 304 where it is as then.
 */
void http_client_get(struct http_client *client, const char *url, const char *accept,
                     const char *etag, int timeout_ms, http_client_done *done, void *arg);

/* Runs what the caller has prepared, with our limits of time: for protocols other than HTTP. easy
 * is owned from now on; what it reads and writes has to live until done. */
void http_client_run(struct http_client *client, CURL *easy, int timeout_ms, http_client_done *done,
                     void *arg);

/* To be waited on with curl_multi_poll(), which knows the transfers' timers. */
CURLM *http_client_multi(const struct http_client *client);

#endif
