/* Puts the start page, scripts, styles and texts into a tree. */
#include "syncd/site/site_assets.h"

#include "lib/embed.h"
#include "lib/i18n.h"
#include "lib/log.h"
#include "lib/xmalloc.h"
#include "syncd/core/markup.h"
#include "syncd/site/file_writer.h"

#include <stdlib.h>
#include <string.h>

EMBED(site_css, "syncd/site/site.css");
EMBED(site_js, "syncd/site/site.js");

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

static void add_option(struct buf *out, const char *value, const char *text)
{
	buf_adds(out, "<option value=\"");
	markup_add_line(out, value);
	buf_adds(out, "\">");
	markup_add_line(out, text);
	buf_adds(out, "</option>\n");
}

static void add_filters(struct buf *out, const struct site_assets *site)
{
	const json_t *category, *list = json_object_get(site->facts, "categories");
	size_t i;

	buf_addf(out,
	         "<form id=\"filter\">\n"
	         "<label><input type=\"checkbox\" name=\"open\" checked><span class=\"open\">! %s"
	         "</span></label>\n<label><input type=\"checkbox\" name=\"closed\" checked>"
	         "<span class=\"closed\">✓ %s</span></label>\n<select name=\"code\" "
	         "aria-label=\"%s\">\n",
	         _("Being worked on"), _("Answered"), _("About"));
	add_option(out, "", _("Everything"));
	json_array_foreach(list, i, category)
		add_option(out, json_string_value(json_array_get(category, 0)),
		           json_string_value(json_array_get(category, 1)));
	buf_addf(out, "</select>\n<select name=\"days\" aria-label=\"%s\">\n", _("Received"));
	for (i = 0; i < sizeof(periods) / sizeof(*periods); i++)
		add_option(out, periods[i].value, _(periods[i].text));
	buf_adds(out, "</select>\n</form>\n");
}

static void put_index(const struct site_assets *site, struct file_writer *writer)
{
	struct buf out = {0};

	buf_addf(
	        &out,
	        "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
	        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>",
	        site->language);
	markup_add_line(&out, site->city);
	buf_addf(&out, ": %s</title>\n", _("questions to the police, and answers"));
	buf_adds(&out,
	         "<link rel=\"stylesheet\" href=\"site/leaflet.css\">\n"
	         "<link rel=\"stylesheet\" href=\"site/site.css\">\n"
	         "<link rel=\"alternate\" type=\"application/atom+xml\" href=\"answers.atom\">\n"
	         "<script src=\"site/leaflet.js\" defer></script>\n"
	         "<script src=\"site/site.js\" defer></script>\n</head>\n"
	         "<body class=\"map\">\n<header><h1>");
	markup_add_line(&out, site->city);
	buf_addf(&out, "</h1>\n<p>%s</p>\n",
	         _("What is not urgent. If you need help at once, call 102."));
	add_filters(&out, site);
	buf_addf(&out,
	         "</header>\n<main>\n<div id=\"map\" role=\"region\" aria-label=\"%s\"></div>\n"
	         "<section aria-label=\"%s\">\n<p id=\"note\" role=\"status\"></p>\n"
	         "<ul id=\"list\"></ul>\n<noscript><p><a "
	         "href=\"answers.html\">%s</a></p></noscript>\n"
	         "</section>\n</main>\n<footer><a href=\"answers.html\">%s</a> · "
	         "<a href=\"answers.atom\">Atom</a> · "
	         "<a href=\"all.geojson\">GeoJSON</a> · <a "
	         "href=\"statistics.json\">%s</a></footer>\n"
	         "</body>\n</html>\n",
	         _("Map"), _("Requests on this map"), _("The newest answers"),
	         _("The newest answers"), _("Statistics"));
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
	put_leaflet(site, writer);
	json_decref(start);
}
