/* Writes what of a tree is the same for all its requests: the map, its words and its programs. */
#include "syncd/page/site_assets.h"

#include "lib/base/embed.h"
#include "lib/base/i18n.h"
#include "lib/base/log.h"
#include "lib/base/xmalloc.h"
#include "syncd/core/markup.h"
#include "syncd/page/file_writer.h"

#include <stdlib.h>

EMBED(site_css, "syncd/page/site.css");
EMBED(site_js, "syncd/page/site.js");
EMBED(site_streets_js, "syncd/page/streets.js");
EMBED(site_place_js, "syncd/page/place.js");

#define LEAFLET "/usr/share/javascript/leaflet/"

/* What the programs in the browser say, by the names that they use. */
static const struct {
	const char *name, *text;
} texts[] = {
        {"open", N_("Being worked on")},
        {"closed", N_("Answered")},
        {"read", N_("Read the page")},
        {"more", N_("and more: zoom in")},
        {"none", N_("Nothing here")},
        {"zoom", N_("Zoom in to see single requests")},
        {"failed", N_("The data cannot be loaded")},
};

/* Names in the options of the form, and their words. */
static const struct {
	const char *value, *text;
} periods[] = {
        {"", N_("Any time")},
        {"7", N_("The last week")},
        {"30", N_("The last month")},
        {"365", N_("The last year")},
};

static void put(const struct site_assets *site, struct file_writer *writer, const char *name,
                struct buf *data)
{
	char *path = xasprintf("%s/%s", site->code, name);

	file_writer_put(writer, path, data);
	free(path);
}

static void put_json(const struct site_assets *site, struct file_writer *writer, const char *name,
                     const json_t *value)
{
	struct buf data = {0};
	char *text = json_dumps(value, JSON_COMPACT);

	buf_addf(&data, "%s\n", text);
	put(site, writer, name, &data);
	free(text);
}

static void put_text(const struct site_assets *site, struct file_writer *writer, const char *name,
                     const char *text, size_t len)
{
	struct buf data = {0};

	buf_add(&data, text, len);
	put(site, writer, name, &data);
}

static void put_leaflet(const struct site_assets *site, struct file_writer *writer)
{
	static const char *const names[] = {"leaflet.js", "leaflet.css"};

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		char *from = xasprintf(LEAFLET "%s", names[i]);
		char *to = xasprintf("site/%s", names[i]);
		struct buf data = {0};

		if (buf_read_file(&data, from) == 0)
			put(site, writer, to, &data);
		else
			log_warn("the site has no map: cannot read '%s'", from);
		buf_release(&data);
		free(to);
		free(from);
	}
}

/* What site.js begins with. */
static json_t *settings(const struct site_assets *site)
{
	json_t *words = json_object();

	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		json_object_set_new(words, texts[i].name, json_string(_(texts[i].text)));
	return json_pack("{s:s, s:s*, s:O, s:o}", "city", site->city, "tiles", site->map_tiles,
	                 "categories", json_object_get(site->facts, "categories"), "words", words);
}

static void add_box(struct markup *m, const char *status, const char *sign, const char *text)
{
	char *label = xasprintf("%s %s", sign, text);

	markup_open(m, "label", NULL);
	markup_element(m, "input", NULL, "type", "checkbox", "name", status, "checked", "", NULL);
	markup_element(m, "span", label, "class", status, NULL);
	markup_close(m);
	free(label);
}

static void add_filters(struct markup *m, const struct site_assets *site)
{
	const json_t *category, *list = json_object_get(site->facts, "categories");
	size_t i;

	markup_open(m, "form", "id", "filter", NULL);
	add_box(m, "open", "!", _("Being worked on"));
	add_box(m, "closed", "✓", _("Answered"));
	markup_open(m, "select", "name", "code", "aria-label", _("About"), NULL);
	markup_element(m, "option", _("Everything"), "value", "", NULL);
	json_array_foreach(list, i, category)
		markup_element(m, "option", json_string_value(json_array_get(category, 1)), "value",
		               json_string_value(json_array_get(category, 0)), NULL);
	markup_close(m);
	markup_open(m, "select", "name", "days", "aria-label", _("Received"), NULL);
	for (i = 0; i < sizeof(periods) / sizeof(*periods); i++)
		markup_element(m, "option", _(periods[i].text), "value", periods[i].value, NULL);
	markup_close(m);
	markup_close(m);
}

static struct markup *begin_index(struct buf *out, const struct site_assets *site)
{
	static const char *const scripts[] = {"site/leaflet.js", "site/streets.js", "site/site.js"};
	char *title = xasprintf("%s: %s", site->city, _("questions to the police, and answers"));
	struct markup *m = markup_new_page(out, site->language);

	markup_element(m, "title", title, NULL);
	markup_element(m, "link", NULL, "rel", "stylesheet", "href", "site/leaflet.css", NULL);
	markup_element(m, "link", NULL, "rel", "stylesheet", "href", "site/site.css", NULL);
	markup_element(m, "link", NULL, "rel", "alternate", "type", "application/atom+xml", "href",
	               "answers.atom", NULL);
	for (size_t i = 0; i < sizeof(scripts) / sizeof(*scripts); i++)
		markup_element(m, "script", NULL, "src", scripts[i], "defer", "", NULL);
	markup_close(m); /* head */
	free(title);
	return m;
}

static void add_header(struct markup *m, const struct site_assets *site)
{
	markup_open(m, "header", NULL);
	markup_element(m, "h1", site->city, NULL);
	markup_element(m, "p", _("What is not urgent. If you need help at once, call 102."), NULL);
	add_filters(m, site);
	markup_close(m);
}

static void add_map(struct markup *m)
{
	markup_open(m, "main", NULL);
	markup_element(m, "div", NULL, "id", "map", "role", "region", "aria-label", _("Map"), NULL);
	markup_open(m, "section", "aria-label", _("Requests on this map"), NULL);
	markup_element(m, "p", NULL, "id", "note", "role", "status", NULL);
	markup_element(m, "ul", NULL, "id", "list", NULL);
	markup_open(m, "noscript", NULL);
	markup_open(m, "p", NULL);
	markup_element(m, "a", _("The newest answers"), "href", "answers.html", NULL);
	markup_close(m);
	markup_close(m); /* noscript */
	markup_close(m); /* section */
	markup_close(m); /* main */
}

static void add_footer(struct markup *m, const struct site_assets *site)
{
	const struct {
		const char *text, *href;
	} links[] = {
	        {_("The newest answers"), "answers.html"},
	        {"Atom", "answers.atom"},
	        {"GeoJSON", "all.geojson"},
	        {_("Statistics"), "statistics.json"},
	};

	markup_open(m, "footer", NULL);
	for (size_t i = 0; i < sizeof(links) / sizeof(*links); i++) {
		markup_line(m, i ? " · " : "");
		markup_element(m, "a", links[i].text, "href", links[i].href, NULL);
	}
	if (!json_is_true(json_object_get(site->facts, "orders")))
		return;
	markup_line(m, " · ");
	markup_element(m, "a", _("Orders to institutions"), "href", "institutions.html", NULL);
}

static void put_index(const struct site_assets *site, struct file_writer *writer)
{
	struct buf out = {0};
	struct markup *m = begin_index(&out, site);

	markup_open(m, "body", "class", "map", NULL);
	add_header(m, site);
	add_map(m);
	add_footer(m, site);
	markup_free(m);
	put(site, writer, "index.html", &out);
}

void site_assets_put(const struct site_assets *site, struct file_writer *writer)
{
	json_t *start = settings(site);

	put_index(site, writer);
	put_json(site, writer, "site.json", start);
	put_json(site, writer, "districts.geojson", json_object_get(site->facts, "districts"));
	put_text(site, writer, "site/site.css", site_css, EMBED_LEN(site_css));
	put_text(site, writer, "site/site.js", site_js, EMBED_LEN(site_js));
	put_text(site, writer, "site/streets.js", site_streets_js, EMBED_LEN(site_streets_js));
	put_text(site, writer, "site/place.js", site_place_js, EMBED_LEN(site_place_js));
	put_leaflet(site, writer);
	json_decref(start);
}
