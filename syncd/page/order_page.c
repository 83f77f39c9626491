/* Writes the page of an order. */
#include "syncd/page/order_page.h"

#include "lib/base/i18n.h"
#include "lib/base/xmalloc.h"
#include "syncd/core/markup.h"
#include "syncd/page/page_layout.h"

#include <stdlib.h>
#include <string.h>

/* From order/12/12345.html. */
#define ROOT "../../"

const char *order_page_text(const json_t *doc, const char *name)
{
	const char *value = json_string_value(json_object_get(doc, name));

	return value ? value : "";
}

/* The class says the colour: what is done, what is late, the rest. */
void order_page_state(struct markup *m, const char *element, const json_t *doc)
{
	const char *state = order_page_text(doc, "state");
	bool late = json_is_true(json_object_get(doc, "late"));
	bool done = strcmp(state, "verified-done") == 0;
	const char *name = order_page_text(doc, "state_name"), *class = "status";
	char *said;

	if (late) {
		said = xasprintf("! %s, %s", name, _("overdue"));
		class = "status open";
	} else if (done) {
		said = xasprintf("✓ %s", name);
		class = "status closed";
	} else {
		said = xstrdup(name);
	}
	markup_element(m, element, said, "class", class, NULL);
	free(said);
}

void order_page_day(struct markup *m, const char *day)
{
	char *shown;

	if (strlen(day) != strlen("2026-03-01"))
		return;
	shown = xasprintf("%s.%.2s.%.4s", day + 8, day + 5, day);
	markup_element(m, "time", shown, "datetime", day, NULL);
	free(shown);
}

void order_page_thing(struct markup *m, const char *element, const json_t *thing)
{
	const char *place = order_page_text(thing, "place");
	char *said =
	        xasprintf("%s%s%s", order_page_text(thing, "object"), *place ? ": " : "", place);

	markup_element(m, element, said, "dir", "auto", NULL);
	free(said);
}

static void add_day_row(struct markup *m, const char *name, const char *day)
{
	if (!*day)
		return;
	markup_element(m, "dt", name, NULL);
	markup_open(m, "dd", NULL);
	order_page_day(m, day);
	markup_close(m);
}

/* other: [number in the database, number on paper], or not there. */
static void add_other_row(struct markup *m, const char *name, const json_t *other)
{
	long long id = json_integer_value(json_array_get(other, 0));
	char *path;

	if (!json_is_array(other))
		return;
	path = xasprintf(ROOT "order/%lld/%lld.html", id / 1000, id);
	markup_element(m, "dt", name, NULL);
	markup_open(m, "dd", NULL);
	markup_element(m, "a", json_string_value(json_array_get(other, 1)), "href", path, NULL);
	markup_close(m);
	free(path);
}

static void add_facts(struct markup *m, const json_t *doc)
{
	char *path =
	        xasprintf(ROOT "institution/%s.html", order_page_text(doc, "institution_code"));

	markup_open(m, "dl", NULL);
	markup_element(m, "dt", _("To"), NULL);
	markup_open(m, "dd", "dir", "auto", NULL);
	markup_element(m, "a", order_page_text(doc, "institution"), "href", path, NULL);
	markup_close(m);
	markup_element(m, "dt", _("Issued by"), NULL);
	markup_element(m, "dd", order_page_text(doc, "unit"), "dir", "auto", NULL);
	add_day_row(m, _("Issued"), order_page_text(doc, "issued"));
	add_day_row(m, _("To be done until"), order_page_text(doc, "due"));
	add_day_row(m, _("Done, checked on"), order_page_text(doc, "done"));
	add_other_row(m, _("In place of order No."), json_object_get(doc, "replaces"));
	add_other_row(m, _("Replaced by order No."), json_object_get(doc, "replaced_by"));
	markup_close(m);
	free(path);
}

static void add_things(struct markup *m, const json_t *doc)
{
	const json_t *thing, *things = json_object_get(doc, "things");
	size_t i;

	markup_element(m, "h2", _("What is to be mended"), NULL);
	markup_open(m, "ul", NULL);
	json_array_foreach(things, i, thing)
		order_page_thing(m, "li", thing);
	markup_close(m);
}

void order_page_html(struct buf *out, const json_t *doc, const char *city, const char *language)
{
	char *name = xasprintf(_("Order No. %s"), order_page_text(doc, "name"));
	char *title = xasprintf("%s · %s", name, city);
	struct markup *m = page_layout_begin(out, language, title, ROOT);

	page_layout_main(m, city, ROOT);
	markup_element(m, "h1", name, "dir", "auto", NULL);
	order_page_state(m, "p", doc);
	add_facts(m, doc);
	add_things(m, doc);
	markup_free(m);
	free(title);
	free(name);
}
