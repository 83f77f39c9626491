/* Writes the newest answers as an Atom feed and as a list of links. */
#include "syncd/site/feed.h"

#include "lib/i18n.h"
#include "syncd/core/db_json.h"
#include "syncd/core/markup.h"

#include <stdlib.h>
#include <string.h>

struct feed {
	struct buf *out;
	const char *url, *code;
};

/* An identity that stays when the tree moves (RFC 4151). */
static void add_id(const struct feed *feed, const char *what)
{
	buf_addf(feed->out, "<id>tag:varta.invalid,2026:%s/%s</id>\n", feed->code, what);
}

static void add_link(const struct feed *feed, const char *rel, const char *path)
{
	buf_addf(feed->out, "<link rel=\"%s\" href=\"", rel);
	if (feed->url) {
		markup_add_line(feed->out, feed->url);
		if (feed->url[strlen(feed->url) - 1] != '/')
			buf_addc(feed->out, '/');
	}
	buf_addf(feed->out, "%s\"/>\n", path);
}

static void add_entry(const struct feed *feed, const PGresult *res, int row)
{
	struct buf *out = feed->out;
	long long number = strtoll(db_json_text(res, row, "request_id"), NULL, 10);
	struct buf path = {0};

	buf_addf(&path, "r/%lld/%lld.html", number / 1000, number);
	buf_adds(out, "<entry>\n");
	add_id(feed, db_json_text(res, row, "seq"));
	add_link(feed, "alternate", path.data);
	buf_addf(out, "<updated>%s</updated>\n<title>%lld: ", db_json_text(res, row, "at"), number);
	markup_add_line(out, db_json_text(res, row, "title"));
	buf_adds(out, "</title>\n<content type=\"text\">");
	markup_add(out, db_json_text(res, row, "text"));
	buf_adds(out, "</content>\n</entry>\n");
	buf_release(&path);
}

void feed_write(struct buf *out, const PGresult *res, const char *city, const char *url,
                const char *code)
{
	struct feed feed = {out, url, code};

	buf_adds(out, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
	              "<feed xmlns=\"http://www.w3.org/2005/Atom\">\n");
	add_id(&feed, "answers");
	buf_adds(out, "<title>");
	markup_add_line(out, city);
	buf_addf(out, ": %s</title>\n<author><name>", _("answers to residents"));
	markup_add_line(out, city);
	buf_adds(out, "</name></author>\n");
	add_link(&feed, "self", "answers.atom");
	buf_addf(out, "<updated>%s</updated>\n",
	         PQntuples(res) ? db_json_text(res, 0, "at") : "1970-01-01T00:00:00Z");
	for (int row = 0; row < PQntuples(res); row++)
		add_entry(&feed, res, row);
	buf_adds(out, "</feed>\n");
}

static void add_item(struct buf *out, const PGresult *res, int row)
{
	long long number = strtoll(db_json_text(res, row, "request_id"), NULL, 10);

	buf_addf(out, "<li>%.10s <a dir=\"auto\" href=\"r/%lld/%lld.html\">",
	         db_json_text(res, row, "at"), number / 1000, number);
	markup_add_line(out, db_json_text(res, row, "title"));
	buf_adds(out, "</a></li>\n");
}

void feed_write_list(struct buf *out, const PGresult *res, const char *city, const char *language)
{
	buf_addf(out,
	         "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
	         "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
	         "<title>",
	         language);
	markup_add_line(out, city);
	buf_addf(out,
	         ": %s</title>\n<link rel=\"stylesheet\" href=\"site/site.css\">\n</head>\n"
	         "<body class=\"page\">\n<header><a href=\"./\">",
	         _("answers to residents"));
	markup_add_line(out, city);
	buf_addf(out, ": %s</a></header>\n<main>\n<h1>%s</h1>\n<ul>\n", _("map and list"),
	         _("The newest answers"));
	for (int row = 0; row < PQntuples(res); row++)
		add_item(out, res, row);
	buf_adds(out, "</ul>\n</main>\n</body>\n</html>\n");
}
