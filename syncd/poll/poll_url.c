/* Builds the addresses of lists and of single requests. */
#include "syncd/poll/poll_url.h"

#include "lib/base/buf.h"
#include "lib/base/xmalloc.h"
#include "syncd/content/form.h"

#include <openssl/crypto.h>
#include <stdlib.h>
#include <string.h>

static enum poll_url_paging paging_of(const char *word)
{
	if (strcmp(word, "page") == 0)
		return POLL_URL_PAGE;
	return strcmp(word, "offset") == 0 ? POLL_URL_OFFSET : POLL_URL_WHOLE;
}

void poll_url_init(struct poll_url *poll_url, const char *url, const char *format,
                   const char *paging, json_t *params, json_t *base)
{
	size_t len = strlen(url);

	while (len && url[len - 1] == '/')
		len--;
	*poll_url = (struct poll_url){.url = xstrndup(url, len),
	                              .xml = strcmp(format, "xml") == 0,
	                              .params = params,
	                              .base = base,
	                              .paging = paging_of(paging)};
}

void poll_url_release(struct poll_url *poll_url)
{
	free(poll_url->url);
	json_decref(poll_url->params);
	json_decref(poll_url->base);
}

const char *poll_url_accept(const struct poll_url *poll_url)
{
	return poll_url->xml ? "text/xml, application/xml" : "application/json";
}

static void add_number(struct buf *query, const char *name, size_t number)
{
	char text[24];

	snprintf(text, sizeof(text), "%zu", number);
	form_add(query, name, text);
}

static void add_params(struct buf *query, const json_t *params, const char *key)
{
	const char *name;
	json_t *value;

	json_object_foreach((json_t *)params, name, value) {
		if (json_is_string(value))
			form_add(query, name, json_string_value(value));
	}
	if (key)
		form_add(query, "api_key", key);
}

/* Path and query; the first page is asked for without saying so, and so cached by whoever caches.
 */
static char *address(const struct poll_url *poll_url, const char *path, struct buf *query)
{
	char *url = xasprintf("%s/%s.%s%s%s", poll_url->url, path, poll_url->xml ? "xml" : "json",
	                      query->len ? "?" : "", query->len ? query->data : "");

	if (query->len)
		OPENSSL_cleanse(query->data, query->len);
	buf_release(query);
	return url;
}

char *poll_url_list(const struct poll_url *poll_url, const char *key, size_t page, size_t count)
{
	struct buf query = {0};

	add_params(&query, poll_url->params, key);
	if (poll_url->paging == POLL_URL_PAGE && page > 1)
		add_number(&query, "page", page);
	if (poll_url->paging == POLL_URL_OFFSET && count)
		add_number(&query, "offset", count);
	return address(poll_url, "requests", &query);
}

char *poll_url_single(const struct poll_url *poll_url, const char *key, const char *id)
{
	struct buf path = {0}, query = {0};
	char *url;

	buf_adds(&path, "requests/");
	form_escape(&path, id);
	add_params(&query, poll_url->base, key);
	url = address(poll_url, path.data, &query);
	buf_release(&path);
	return url;
}
