/* Reads a page of a peer, JSON or XML, and says what is wrong with it. */
#include "syncd/open311/peer_page.h"

#include "lib/base/text.h"
#include "lib/base/xmalloc.h"
#include "syncd/open311/peer_item.h"
#include "syncd/open311/xml_tree.h"

#include <stdlib.h>
#include <string.h>

enum { SAID_MAX = 200 };

/* What lists are wrapped in, from the outside in. */
static const char *const wrappers[] = {"service_requests", "requests", "request", "response",
                                       "item"};

void peer_page_release(struct peer_page *page)
{
	json_decref(page->items);
	free(page->why);
	free(page->said);
	*page = (struct peer_page){0};
}

static char *shown(const char *s)
{
	char *visible = text_visible(s, strlen(s), TEXT_ONE_LINE);
	char *cut = text_ellipsis(visible, SAID_MAX);

	free(visible);
	return cut;
}

static bool is_html(const char *type)
{
	return type && (strncasecmp(type, "text/html", 9) == 0 || strcasestr(type, "xhtml"));
}

static json_t *parse_json(const char *s, size_t len, char **why)
{
	json_error_t error;
	json_t *tree = json_loadb(s, len, JSON_ALLOW_NUL, &error);

	if (!tree)
		*why = xasprintf("line %d of the JSON is broken", error.line);
	return tree;
}

/* The type decides only that it is no page for people: peers call JSON text/plain, too. */
static json_t *parse(const char *type, const char *s, size_t len, char **why)
{
	size_t at = len >= 3 && memcmp(s, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;

	while (at < len && strchr(" \t\r\n", s[at]) && s[at])
		at++;
	if (is_html(type))
		*why = xstrdup("the peer's answer is HTML");
	else if (at == len)
		*why = xstrdup("the peer's answer is empty");
	else if (s[at] == '{' || s[at] == '[')
		return parse_json(s + at, len - at, why);
	else if (s[at] == '<')
		return xml_tree_read(s + at, len - at, why);
	else
		*why = xstrdup("the peer's answer is neither JSON nor XML");
	return NULL;
}

static const json_t *first(const json_t *value)
{
	return json_is_array(value) ? json_array_get(value, 0) : value;
}

/* The first error that the answer consists of; NULL: it is none. */
static const json_t *find_error(const json_t *tree)
{
	const json_t *outer = first(tree), *inner = first(json_object_get(outer, "errors"));
	const json_t *error = first(json_object_get(inner, "error"));

	if (error || inner)
		return error ? error : inner;
	return json_object_get(outer, "code") && json_object_get(outer, "description") &&
	                       !peer_item_is(outer)
	               ? outer
	               : NULL;
}

static bool is_nothing(const json_t *value)
{
	const char *s = json_string_value(value);

	return json_is_null(value) || (s && s[strspn(s, " \t\r\n")] == '\0');
}

/* A list, a single request, or null; NULL: there is neither. */
static const json_t *find_list(const json_t *tree)
{
	const size_t n = sizeof(wrappers) / sizeof(*wrappers);

	for (size_t i = 0; i < n && json_is_object(tree) && !peer_item_is(tree); i++) {
		const json_t *inner = json_object_get(tree, wrappers[i]);

		if (inner)
			tree = inner;
	}
	return json_is_array(tree) || peer_item_is(tree) || is_nothing(tree) ? tree : NULL;
}

static bool has_request(const json_t *list)
{
	size_t i;
	json_t *one;

	json_array_foreach(list, i, one) {
		if (peer_item_is(one))
			return true;
	}
	return json_array_size(list) == 0;
}

/* NULL where none of what is listed is a request. */
static json_t *read_items(const json_t *list)
{
	json_t *items, *one;
	size_t i;

	if (!has_request(list))
		return NULL;
	items = json_array();
	if (peer_item_is(list))
		json_array_append_new(items, peer_item_read(list));
	json_array_foreach(list, i, one) {
		json_array_append_new(items, peer_item_read(one));
	}
	return items;
}

static void judge(struct peer_page *page, long status, const json_t *tree)
{
	const json_t *error = find_error(tree), *list = find_list(tree);
	const char *said = json_string_value(json_object_get(error, "description"));

	if (status / 100 == 2 && !error && list)
		page->items = read_items(list);
	page->gone = status == 404 || status == 410;
	page->said = said ? shown(said) : NULL;
	if (status / 100 != 2)
		page->why = xasprintf("the peer answers %ld", status);
	else if (error)
		page->why = xstrdup("the peer answers with an error");
	else if (!page->items)
		page->why = xstrdup("there are no service requests in the peer's answer");
}

struct peer_page peer_page_read(long status, const char *type, const char *body, size_t len)
{
	struct peer_page page = {0};
	json_t *tree = parse(type, body, len, &page.why);

	if (tree)
		judge(&page, status, tree);
	if (!tree && status / 100 != 2) {
		free(page.why);
		page.why = xasprintf("the peer answers %ld", status);
	}
	json_decref(tree);
	return page;
}
