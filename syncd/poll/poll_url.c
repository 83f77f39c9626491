#include "syncd/poll/poll_url.h"

#include "lib/buf.h"
#include "lib/xmalloc.h"
#include "syncd/http/form.h"

#include <openssl/crypto.h>
#include <stdlib.h>
#include <string.h>

static enum ask_paging paging_of(const char *word)
{
	if (strcmp(word, "page") == 0)
		return ASK_PAGE;
	return strcmp(word, "offset") == 0 ? ASK_OFFSET : ASK_WHOLE;
}

void ask_init(struct ask *ask, const char *url, const char *format, const char *paging,
              json_t *params, json_t *base)
{
	size_t len = strlen(url);

	while (len && url[len - 1] == '/')
		len--;
	*ask = (struct ask){.url = xstrndup(url, len),
	                    .xml = strcmp(format, "xml") == 0,
	                    .params = params,
	                    .base = base,
	                    .paging = paging_of(paging)};
}

void ask_release(struct ask *ask)
{
	free(ask->url);
	json_decref(ask->params);
	json_decref(ask->base);
}

const char *ask_accept(const struct ask *ask)
{
	return ask->xml ? "text/xml, application/xml" : "application/json";
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

	json_object_foreach((json_t *)params, name, value)
	{
		if (json_is_string(value))
			form_add(query, name, json_string_value(value));
	}
	if (key)
		form_add(query, "api_key", key);
}

/* Path and query; the first page is asked for without saying so, and so cached by whoever caches.
 */
static char *address(const struct ask *ask, const char *path, struct buf *query)
{
	char *url = xasprintf("%s/%s.%s%s%s", ask->url, path, ask->xml ? "xml" : "json",
	                      query->len ? "?" : "", query->len ? query->data : "");

	if (query->len)
		OPENSSL_cleanse(query->data, query->len);
	buf_release(query);
	return url;
}

char *ask_list(const struct ask *ask, const char *key, size_t page, size_t count)
{
	struct buf query = {0};

	add_params(&query, ask->params, key);
	if (ask->paging == ASK_PAGE && page > 1)
		add_number(&query, "page", page);
	if (ask->paging == ASK_OFFSET && count)
		add_number(&query, "offset", count);
	return address(ask, "requests", &query);
}

char *ask_single(const struct ask *ask, const char *key, const char *id)
{
	struct buf path = {0}, query = {0};
	char *url;

	buf_adds(&path, "requests/");
	form_escape(&path, id);
	add_params(&query, ask->base, key);
	url = address(ask, path.data, &query);
	buf_release(&path);
	return url;
}
