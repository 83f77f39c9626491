/* The newest answers of a tree: an Atom feed for programs, and a page of links for people. */
#include "syncd/page/feed.h"

#include "lib/base/i18n.h"
#include "lib/base/xmalloc.h"
#include "lib/db/db_result.h"
#include "syncd/core/markup.h"
#include "syncd/page/page_layout.h"

#include <stdlib.h>
#include <string.h>

struct feed {
	struct markup *m;
	const char *url, *code;
};

/* An identity that stays when the tree moves (RFC 4151). */
static void add_id(const struct feed *feed, const char *what)
{
	char *id = xasprintf("tag:varta.invalid,2026:%s/%s", feed->code, what);

	markup_element(feed->m, "id", id, NULL);
	free(id);
}

static void add_link(const struct feed *feed, const char *rel, const char *path)
{
	const char *url = feed->url ? feed->url : "";
	size_t len = strlen(url);
	char *href = xasprintf("%s%s%s", url, len && url[len - 1] != '/' ? "/" : "", path);

	markup_element(feed->m, "link", NULL, "rel", rel, "href", href, NULL);
	free(href);
}

/* Where the page of a request is, from the root of the tree. The caller frees it. */
static char *page_path(long long number)
{
	return xasprintf("r/%lld/%lld.html", number / 1000, number);
}

static long long number_of(const PGresult *res, int row)
{
	return db_result_int(res, row, "request_id");
}

static void add_entry(const struct feed *feed, const PGresult *res, int row)
{
	long long number = number_of(res, row);
	char *path = page_path(number);
	char *title = xasprintf("%lld: %s", number, db_result_text(res, row, "title"));

	markup_open(feed->m, "entry", NULL);
	add_id(feed, db_result_text(res, row, "seq"));
	add_link(feed, "alternate", path);
	markup_element(feed->m, "updated", db_result_text(res, row, "at"), NULL);
	markup_element(feed->m, "title", title, NULL);
	markup_open(feed->m, "content", "type", "text", NULL);
	markup_text(feed->m, db_result_text(res, row, "text"));
	markup_close(feed->m);
	markup_close(feed->m);
	free(title);
	free(path);
}

void feed_write(struct buf *out, const PGresult *res, const char *city, const char *url,
                const char *code)
{
	struct feed feed = {markup_new(out, MARKUP_XML), url, code};
	const char *newest = PQntuples(res) ? db_result_text(res, 0, "at") : "1970-01-01T00:00:00Z";
	char *title = xasprintf("%s: %s", city, _("answers to residents"));

	markup_open(feed.m, "feed", "xmlns", "http://www.w3.org/2005/Atom", NULL);
	add_id(&feed, "answers");
	markup_element(feed.m, "title", title, NULL);
	markup_open(feed.m, "author", NULL);
	markup_element(feed.m, "name", city, NULL);
	markup_close(feed.m);
	add_link(&feed, "self", "answers.atom");
	markup_element(feed.m, "updated", newest, NULL);
	for (int row = 0; row < PQntuples(res); row++)
		add_entry(&feed, res, row);
	markup_free(feed.m);
	free(title);
}

static void add_item(struct markup *m, const PGresult *res, int row)
{
	char *path = page_path(number_of(res, row));
	char *day = xasprintf("%.10s ", db_result_text(res, row, "at"));

	markup_open(m, "li", NULL);
	markup_line(m, day);
	markup_element(m, "a", db_result_text(res, row, "title"), "dir", "auto", "href", path,
	               NULL);
	markup_close(m);
	free(day);
	free(path);
}

void feed_write_list(struct buf *out, const PGresult *res, const char *city, const char *language)
{
	char *title = xasprintf("%s: %s", city, _("answers to residents"));
	struct markup *m = page_layout_begin(out, language, title, "./");

	page_layout_main(m, city, "./");
	markup_element(m, "h1", _("The newest answers"), NULL);
	markup_open(m, "ul", NULL);
	for (int row = 0; row < PQntuples(res); row++)
		add_item(m, res, row);
	markup_free(m);
	free(title);
}
