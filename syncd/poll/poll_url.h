/* What a GeoReport server is asked: the addresses of its pages and of single requests. */
#ifndef VARTA_SYNCD_POLL_POLL_URL_H
#define VARTA_SYNCD_POLL_POLL_URL_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

struct poll_url {
	char *url;      /* of the server, up to /v2 */
	bool xml;       /* or JSON */
	json_t *params; /* of a list: texts */
	json_t *base;   /* of a single request */
	enum poll_url_paging {
		POLL_URL_WHOLE, /* one answer has everything, or the database makes the window
		                   shorter */
		POLL_URL_PAGE,  /* page=2 */
		POLL_URL_OFFSET /* offset=100 */
	} paging;
};

/* json and xml name media types and the ends of addresses, paging is the database's word. Takes
 * over params and base. */
void poll_url_init(struct poll_url *poll_url, const char *url, const char *format,
                   const char *paging, json_t *params, json_t *base);
void poll_url_release(struct poll_url *poll_url);

const char *poll_url_accept(const struct poll_url *poll_url);

/* The address of the page-th page (from 1), behind the first count requests; key: NULL for none.
 * The caller wipes and frees it. */
char *poll_url_list(const struct poll_url *poll_url, const char *key, size_t page, size_t count);
/* That of a single request by the server's number. */
char *poll_url_single(const struct poll_url *poll_url, const char *key, const char *id);

#endif
