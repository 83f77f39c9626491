/* Renders a request as HTML, cut to the size that a page may have, and as plain text. */
#include "syncd/page/request_page.h"

#include "lib/base/i18n.h"
#include "lib/base/text.h"
#include "lib/base/when_zone.h"
#include "lib/base/xmalloc.h"
#include "syncd/core/markup.h"
#include "syncd/page/page_layout.h"

#include <stdlib.h>
#include <string.h>

enum {
	TEXT_MAX = 20000, /* bytes of one text that a page begins with; halved until it fits */
	TEXT_MIN = 40
};

/* The way from the page to the root of its tree. */
#define ROOT "../../"

struct page {
	struct markup *m;
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

	markup_text(page->m, part);
	if (text[at]) {
		markup_line(page->m, " …");
		page->cut = true;
	}
	free(part);
}

/* The moment as its own clock shows it: the day and the hour of 2026-11-22T14:02:11+02:00. */
static void add_moment(struct markup *m, const char *w3c)
{
	char *shown;

	if (strlen(w3c) < 16)
		return;
	shown = xasprintf("%.2s.%.2s.%.4s %.5s", w3c + 8, w3c + 5, w3c, w3c + 11);
	markup_element(m, "time", shown, "datetime", w3c, NULL);
	free(shown);
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

/* A link to what is beside the page: NUMBER.json or NUMBER.txt. The caller frees it. */
static char *sibling(const struct page *page, const char *end)
{
	return xasprintf("%s.%s", field(page->doc, "service_request_id"), end);
}

static bool has_place(const json_t *doc)
{
	return json_is_number(json_object_get(doc, "lat")) &&
	       json_is_number(json_object_get(doc, "long"));
}

/* What shows the place on a map, for who has scripts. */
static void add_map_head(struct markup *m)
{
	static const char *const scripts[] = {"leaflet.js", "streets.js", "place.js"};

	markup_element(m, "link", NULL, "rel", "stylesheet", "href", ROOT "site/leaflet.css", NULL);
	for (size_t i = 0; i < sizeof(scripts) / sizeof(*scripts); i++) {
		char *path = xasprintf(ROOT "site/%s", scripts[i]);

		markup_element(m, "script", NULL, "src", path, "defer", "", NULL);
		free(path);
	}
}

static void add_place(struct page *page)
{
	char *lat, *lon;

	if (!has_place(page->doc))
		return;
	lat = json_dumps(json_object_get(page->doc, "lat"),
	                 JSON_ENCODE_ANY | JSON_REAL_PRECISION(9));
	lon = json_dumps(json_object_get(page->doc, "long"),
	                 JSON_ENCODE_ANY | JSON_REAL_PRECISION(9));
	markup_element(page->m, "div", NULL, "id", "place", "role", "region", "aria-label",
	               _("Map"), "data-lat", lat, "data-long", lon, "hidden", "", NULL);
	free(lat);
	free(lon);
}

static void begin(struct page *page, struct buf *out, const char *city, const char *language)
{
	char *title = xasprintf("%s: %s · %s", field(page->doc, "service_request_id"),
	                        field(page->doc, "title"), city);
	char *json = sibling(page, "json");

	page->m = page_layout_begin(out, language, title, ROOT);
	markup_element(page->m, "link", NULL, "rel", "alternate", "type", "application/json",
	               "href", json, NULL);
	if (has_place(page->doc))
		add_map_head(page->m);
	page_layout_main(page->m, city, ROOT);
	free(json);
	free(title);
}

static void add_row(struct page *page, const char *name, const char *value)
{
	if (!*value)
		return;
	markup_element(page->m, "dt", name, NULL);
	markup_open(page->m, "dd", "dir", "auto", NULL);
	add_cut(page, value);
	markup_close(page->m);
}

static void add_date_row(struct page *page, const char *name, const char *value)
{
	if (!*value)
		return;
	markup_element(page->m, "dt", name, NULL);
	markup_open(page->m, "dd", NULL);
	add_moment(page->m, value);
	markup_close(page->m);
}

/* The last day on which the answer is expected, not the midnight behind it. */
static void add_due_row(struct page *page, const char *name, const char *value)
{
	char day[WHEN_DAY_SIZE];

	when_until_w3c(value, day);
	if (!*day)
		return;
	markup_element(page->m, "dt", name, NULL);
	markup_open(page->m, "dd", NULL);
	markup_element(page->m, "time", day, "datetime", value, NULL);
	markup_close(page->m);
}

static void add_facts(struct page *page)
{
	const json_t *doc = page->doc;
	char *class = xasprintf("status %s", field(doc, "status"));

	markup_element(page->m, "p", is_open(doc) ? _("! Being worked on") : _("✓ Answered"),
	               "class", class, NULL);
	markup_open(page->m, "dl", NULL);
	add_row(page, _("Number"), field(doc, "service_request_id"));
	add_row(page, _("About"), field(doc, "service_name"));
	add_row(page, _("Place"), field(doc, "address"));
	add_row(page, _("District"), field(doc, "district"));
	add_date_row(page, _("Received"), field(doc, "requested_datetime"));
	add_due_row(page, _("Answer expected by"), field(doc, "expected_datetime"));
	markup_close(page->m);
	free(class);
}

static void add_body(struct page *page, const char *text)
{
	if (!*text)
		return;
	markup_open(page->m, "p", "class", "text", "dir", "auto", NULL);
	add_cut(page, text);
	markup_close(page->m);
}

/* Below the address of the daemon, which the same web server passes on. */
static void add_photo(struct page *page, const char *url)
{
	if (*url != '/' || !markup_is_url(url))
		return;
	markup_open(page->m, "p", NULL);
	markup_element(page->m, "img", NULL, "src", url, "alt", _("Photo"), "loading", "lazy",
	               NULL);
	markup_close(page->m);
}

static void add_photos(struct page *page, const json_t *doc)
{
	const json_t *url, *urls = json_object_get(doc, "media_urls");
	size_t i;

	if (!json_is_array(urls))
		add_photo(page, field(doc, "media_url"));
	json_array_foreach(urls, i, url)
		add_photo(page, json_string_value(url) ? json_string_value(url) : "");
}

static void add_answers(struct page *page)
{
	const json_t *answer, *answers = json_object_get(page->doc, "answers");
	size_t i;

	json_array_foreach(answers, i, answer) {
		markup_open(page->m, "section", "class", "answer", NULL);
		markup_open(page->m, "h2", NULL);
		markup_line(page->m, _("Answer"));
		markup_line(page->m, ", ");
		add_moment(page->m, field(answer, "datetime"));
		markup_close(page->m);
		add_body(page, field(answer, "text"));
		add_photos(page, answer);
		markup_close(page->m);
	}
}

/* What is beside the page: the whole text where some of it was cut, and the data. */
static void add_siblings(struct page *page)
{
	char *json = sibling(page, "json"), *text = sibling(page, "txt");

	if (page->cut) {
		markup_open(page->m, "p", NULL);
		markup_element(page->m, "a", _("The whole text"), "href", text, NULL);
		markup_close(page->m);
	}
	markup_close(page->m); /* main */
	markup_open(page->m, "footer", NULL);
	markup_element(page->m, "a", "JSON", "href", json, NULL);
	free(text);
	free(json);
}

static bool render(struct buf *out, const json_t *doc, const char *city, const char *language,
                   size_t limit)
{
	struct page page = {.doc = doc, .limit = limit};

	begin(&page, out, city, language);
	markup_element(page.m, "h1", field(doc, "title"), "dir", "auto", NULL);
	add_facts(&page);
	add_body(&page, body_of(doc));
	add_photos(&page, doc);
	add_place(&page);
	add_answers(&page);
	add_siblings(&page);
	markup_free(page.m);
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
