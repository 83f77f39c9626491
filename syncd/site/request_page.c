/* Writes the page of a request, cut to its limit, and its plain text. */
#include "syncd/site/request_page.h"

#include "lib/i18n.h"
#include "lib/text.h"
#include "lib/xmalloc.h"
#include "syncd/core/markup.h"

#include <stdlib.h>
#include <string.h>

enum {
	TEXT_MAX = 20000, /* bytes of one text that a page begins with; halved until it fits */
	TEXT_MIN = 40
};

struct page {
	struct buf *out;
	const json_t *doc;
	size_t limit; /* bytes of a text */
	bool cut;
};

static const char *field(const json_t *doc, const char *name)
{
	const char *value = json_string_value(json_object_get(doc, name));

	return value ? value : "";
}

/* Where a text is cut to limit bytes: at a character, and its combining marks stay with it. */
static size_t cut_at(const char *text, size_t limit)
{
	size_t len = strlen(text), at = 0, next = 0;
	uint32_t cp;

	if (len <= limit)
		return len;
	while (next <= limit) {
		at = next;
		do {
			next += utf8_decode(text + next, len - next, &cp);
		} while (next < len && utf8_decode(text + next, len - next, &cp) &&
		         utf8_width(cp) == 0);
	}
	return at;
}

static void add_cut(struct page *page, const char *text)
{
	size_t at = cut_at(text, page->limit);
	char *part = xstrndup(text, at);

	markup_add(page->out, part);
	if (text[at]) {
		buf_adds(page->out, " …");
		page->cut = true;
	}
	free(part);
}

/* The moment as its own clock shows it: the day and the hour of 2026-11-22T14:02:11+02:00. */
static void add_moment(struct buf *out, const char *w3c)
{
	if (strlen(w3c) < 16)
		return;
	buf_adds(out, "<time datetime=\"");
	markup_add_line(out, w3c);
	buf_adds(out, "\">");
	buf_addf(out, "%.2s.%.2s.%.4s %.5s</time>", w3c + 8, w3c + 5, w3c, w3c + 11);
}

/* What comes after the title: nothing where the title is all, or a line of its own. */
static const char *body_of(const json_t *doc)
{
	const char *title = field(doc, "title"), *text = field(doc, "description");
	size_t len = strlen(title);

	if (strncmp(text, title, len) != 0)
		return text;
	if (!text[len])
		return "";
	return strncmp(text + len, "\n\n", 2) == 0 ? text + len + 2 : text;
}

static bool is_open(const json_t *doc)
{
	return strcmp(field(doc, "status"), "open") == 0;
}

static void add_head(struct page *page, const char *city, const char *language)
{
	struct buf *out = page->out;
	const char *number = field(page->doc, "service_request_id");

	buf_addf(out,
	         "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
	         "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
	         "<title>%s: ",
	         language, number);
	markup_add_line(out, field(page->doc, "title"));
	buf_adds(out, " · ");
	markup_add_line(out, city);
	buf_addf(out,
	         "</title>\n<link rel=\"stylesheet\" href=\"../../site/site.css\">\n"
	         "<link rel=\"alternate\" type=\"application/json\" href=\"%s.json\">\n</head>\n"
	         "<body class=\"page\">\n<header><a href=\"../../\">",
	         number);
	markup_add_line(out, city);
	buf_addf(out, ": %s</a></header>\n<main>\n", _("map and list"));
}

static void add_row(struct page *page, const char *name, const char *value)
{
	if (!*value)
		return;
	buf_addf(page->out, "<dt>%s</dt><dd dir=\"auto\">", name);
	add_cut(page, value);
	buf_adds(page->out, "</dd>\n");
}

static void add_date_row(struct page *page, const char *name, const char *value)
{
	if (!*value)
		return;
	buf_addf(page->out, "<dt>%s</dt><dd>", name);
	add_moment(page->out, value);
	buf_adds(page->out, "</dd>\n");
}

static void add_facts(struct page *page)
{
	const json_t *doc = page->doc;

	buf_addf(page->out, "<p class=\"status %s\">%s</p>\n<dl>\n", field(doc, "status"),
	         is_open(doc) ? _("! Being worked on") : _("✓ Answered"));
	add_row(page, _("Number"), field(doc, "service_request_id"));
	add_row(page, _("About"), field(doc, "service_name"));
	add_row(page, _("Place"), field(doc, "address"));
	add_row(page, _("District"), field(doc, "district"));
	add_date_row(page, _("Received"), field(doc, "requested_datetime"));
	add_date_row(page, _("Answer expected by"), field(doc, "expected_datetime"));
	buf_adds(page->out, "</dl>\n");
}

static void add_body(struct page *page, const char *text)
{
	if (!*text)
		return;
	buf_adds(page->out, "<p class=\"text\" dir=\"auto\">");
	add_cut(page, text);
	buf_adds(page->out, "</p>\n");
}

/* Below the address of the daemon, which the same web server passes on. */
static void add_photo(struct page *page, const char *url)
{
	if (*url != '/')
		return;
	buf_adds(page->out, "<p><img src=\"");
	markup_add_line(page->out, url);
	buf_addf(page->out, "\" alt=\"%s\" loading=\"lazy\"></p>\n", _("Photo"));
}

static void add_answers(struct page *page)
{
	const json_t *answer, *answers = json_object_get(page->doc, "answers");
	size_t i;

	json_array_foreach(answers, i, answer) {
		buf_addf(page->out, "<section class=\"answer\">\n<h2>%s, ", _("Answer"));
		add_moment(page->out, field(answer, "datetime"));
		buf_adds(page->out, "</h2>\n");
		add_body(page, field(answer, "text"));
		buf_adds(page->out, "</section>\n");
	}
}

static bool render(struct buf *out, const json_t *doc, const char *city, const char *language,
                   size_t limit)
{
	struct page page = {out, doc, limit, false};
	const char *number = field(doc, "service_request_id");

	add_head(&page, city, language);
	buf_adds(out, "<h1 dir=\"auto\">");
	markup_add_line(out, field(doc, "title"));
	buf_adds(out, "</h1>\n");
	add_facts(&page);
	add_body(&page, body_of(doc));
	add_photo(&page, field(doc, "media_url"));
	add_answers(&page);
	if (page.cut)
		buf_addf(out, "<p><a href=\"%s.txt\">%s</a></p>\n", number, _("The whole text"));
	buf_addf(out, "</main>\n<footer><a href=\"%s.json\">JSON</a></footer>\n</body>\n</html>\n",
	         number);
	return page.cut;
}

bool page_html(struct buf *out, const json_t *doc, const char *city, const char *language)
{
	bool cut = render(out, doc, city, language, TEXT_MAX);

	for (size_t limit = TEXT_MAX / 2; out->len > PAGE_MAX && limit > TEXT_MIN; limit /= 2) {
		buf_clear(out);
		cut = render(out, doc, city, language, limit);
	}
	return cut;
}

static void add_plain(struct buf *out, const char *text)
{
	char *visible = text_visible(text, strlen(text), TEXT_KEEP_LINES);

	buf_addf(out, "%s\n", visible);
	free(visible);
}

void page_text(struct buf *out, const json_t *doc)
{
	const json_t *answer, *answers = json_object_get(doc, "answers");
	size_t i;

	add_plain(out, field(doc, "title"));
	add_plain(out, field(doc, "address"));
	buf_addc(out, '\n');
	add_plain(out, body_of(doc));
	json_array_foreach(answers, i, answer) {
		buf_addf(out, "\n%s, %.10s\n\n", _("Answer"), field(answer, "datetime"));
		add_plain(out, field(answer, "text"));
	}
}
