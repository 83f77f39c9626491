/* What a GeoReport server is asked: the addresses of its pages and of single requests. */
#ifndef VARTA_SYNCD_POLL_POLL_URL_H
#define VARTA_SYNCD_POLL_POLL_URL_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

struct ask {
	char *url;      /* of the server, up to /v2 */
	bool xml;       /* or JSON */
	json_t *params; /* of a list: texts */
	json_t *base;   /* of a single request */
	enum ask_paging {
		ASK_WHOLE, /* one answer has everything, or the database makes the window shorter */
		ASK_PAGE,  /* page=2 */
		ASK_OFFSET /* offset=100 */
	} paging;
};

/* json and xml name media types and the ends of addresses, paging is the database's word. Takes
 * over params and base. */
void ask_init(struct ask *ask, const char *url, const char *format, const char *paging,
              json_t *params, json_t *base);
void ask_release(struct ask *ask);

const char *ask_accept(const struct ask *ask);

/* The address of the page-th page (from 1), behind the first count requests; key: NULL for none.
 * The caller wipes and frees it. */
char *ask_list(const struct ask *ask, const char *key, size_t page, size_t count);
/* That of a single request by the server's number. */
char *ask_single(const struct ask *ask, const char *key, const char *id);

#endif
