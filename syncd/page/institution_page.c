/* Writes the pages of institutions. */
#include "syncd/page/institution_page.h"

#include "lib/base/i18n.h"
#include "lib/base/xmalloc.h"
#include "syncd/core/markup.h"
#include "syncd/page/order_page.h"
#include "syncd/page/page_layout.h"

#include <stdlib.h>

/* From institutions.html, institution/CODE.html and institution/CODE/2026-03.html. */
#define FROM_INDEX ""
#define FROM_FRONT "../"
#define FROM_MONTH "../../"

static const json_t *counts_of(const json_t *doc)
{
	return json_object_get(doc, "counts");
}

static long long count(const json_t *doc, const char *name)
{
	return json_integer_value(json_object_get(counts_of(doc), name));
}

static struct markup *begin(struct buf *out, const char *title, const char *city,
                            const char *language, const char *root)
{
	char *whole = xasprintf("%s · %s", title, city);
	struct markup *m = page_layout_begin(out, language, whole, *root ? root : "./");

	page_layout_main(m, city, *root ? root : "./");
	markup_element(m, "h1", title, "dir", "auto", NULL);
	free(whole);
	return m;
}

/* Links. */

static void add_link(struct markup *m, const char *element, const char *text, char *path)
{
	markup_open(m, element, "dir", "auto", NULL);
	markup_element(m, "a", text, "href", path, NULL);
	markup_close(m);
	free(path);
}

static char *part_path(const char *month, size_t part)
{
	return part == 1 ? xasprintf("%s.html", month) : xasprintf("%s.%zu.html", month, part);
}

/* Lists of orders. */

static void add_order(struct markup *m, const json_t *order, const char *root)
{
	long long id = json_integer_value(json_object_get(order, "id"));
	char *path = xasprintf("%sorder/%lld/%lld.html", root, id / 1000, id);
	char *name = xasprintf("№ %s", order_page_text(order, "name"));

	markup_open(m, "li", NULL);
	markup_element(m, "a", name, "href", path, NULL);
	markup_line(m, " ");
	order_page_state(m, "span", order);
	order_page_thing(m, "div", json_array_get(json_object_get(order, "things"), 0));
	markup_line(m, _("Issued"));
	markup_line(m, " ");
	order_page_day(m, order_page_text(order, "issued"));
	markup_line(m, " · ");
	markup_line(m, _("To be done until"));
	markup_line(m, " ");
	order_page_day(m, order_page_text(order, "due"));
	markup_close(m);
	free(name);
	free(path);
}

static void add_orders(struct markup *m, const json_t *orders, size_t from, size_t to,
                       const char *root)
{
	markup_open(m, "ul", "class", "orders", NULL);
	for (size_t i = from; i < to && i < json_array_size(orders); i++)
		add_order(m, json_array_get(orders, i), root);
	markup_close(m);
}

/* Counts. */

static void add_count(struct markup *m, const char *name, const json_t *value)
{
	char *said = json_is_null(value) || !value
	                     ? NULL
	                     : json_dumps(value, JSON_ENCODE_ANY | JSON_REAL_PRECISION(6));

	markup_element(m, "dt", name, NULL);
	markup_element(m, "dd", said ? said : "—", NULL);
	free(said);
}

static void add_counts(struct markup *m, const json_t *doc)
{
	const struct {
		const char *name, *text;
	} now[] = {{"open", _("Open now")}, {"overdue", _("Of them overdue")}},
	  lately[] = {{"issued", _("Issued")},
	              {"in_time", _("Done in time")},
	              {"late", _("Done late")},
	              {"median_days", _("Median days to done")}};

	markup_open(m, "dl", NULL);
	for (size_t i = 0; i < sizeof(now) / sizeof(*now); i++)
		add_count(m, now[i].text, json_object_get(counts_of(doc), now[i].name));
	markup_close(m);
	markup_element(m, "h2", _("In the last 12 months"), NULL);
	markup_open(m, "dl", NULL);
	for (size_t i = 0; i < sizeof(lately) / sizeof(*lately); i++)
		add_count(m, lately[i].text, json_object_get(counts_of(doc), lately[i].name));
	markup_close(m);
}

/* Pages. */

static void add_institution(struct markup *m, const json_t *doc)
{
	long long overdue = count(doc, "overdue");
	char *said =
	        xasprintf(_("open %lld, overdue %lld, done in time %lld, late %lld"),
	                  count(doc, "open"), overdue, count(doc, "in_time"), count(doc, "late"));

	markup_open(m, "li", NULL);
	add_link(m, "div", order_page_text(doc, "name"),
	         xasprintf("institution/%s.html", order_page_text(doc, "code")));
	markup_element(m, "div", said, "class", overdue ? "open" : NULL, NULL);
	markup_close(m);
	free(said);
}

void institution_page_index(struct buf *out, const json_t *doc, const char *city,
                            const char *language)
{
	const json_t *institution, *list = json_object_get(doc, "institutions");
	struct markup *m = begin(out, _("Orders to institutions"), city, language, FROM_INDEX);
	size_t i;

	markup_element(m, "p",
	               _("Who owns roads, signs, lights and trees, and what the police has "
	                 "ordered them to mend. Done in time or late: of what was issued in the "
	                 "last 12 months."),
	               NULL);
	markup_open(m, "ul", "class", "orders", NULL);
	json_array_foreach(list, i, institution)
		add_institution(m, institution);
	markup_free(m);
}

static void add_open(struct markup *m, const json_t *doc)
{
	const json_t *orders = json_object_get(doc, "open");
	size_t n = json_array_size(orders);
	char *more;

	markup_element(m, "h2", _("Open orders"), NULL);
	if (!n)
		markup_element(m, "p", _("There are none."), NULL);
	else
		add_orders(m, orders, 0, n, FROM_FRONT);
	if ((long long)n < count(doc, "open")) {
		more = xasprintf(_("and %lld more, in the months below"),
		                 count(doc, "open") - (long long)n);
		markup_element(m, "p", more, NULL);
		free(more);
	}
}

static void add_months(struct markup *m, const json_t *doc)
{
	const json_t *month, *months = json_object_get(doc, "months");
	size_t i;

	markup_element(m, "h2", _("All orders, by the month of issue"), NULL);
	markup_open(m, "ul", NULL);
	json_array_foreach(months, i, month) {
		const char *name = json_string_value(json_array_get(month, 0));
		char *said = xasprintf("%s.%.4s: %lld", name + 5, name,
		                       (long long)json_integer_value(json_array_get(month, 1)));

		add_link(m, "li", said,
		         xasprintf("%s/%s.html", order_page_text(doc, "code"), name));
		free(said);
	}
	markup_close(m);
}

void institution_page_front(struct buf *out, const json_t *doc, const char *city,
                            const char *language)
{
	struct markup *m = begin(out, order_page_text(doc, "name"), city, language, FROM_FRONT);

	add_link(m, "p", _("All institutions"), xstrdup(FROM_FRONT "institutions.html"));
	add_counts(m, doc);
	add_open(m, doc);
	add_months(m, doc);
	markup_free(m);
}

size_t institution_page_parts(const json_t *doc)
{
	size_t n = json_array_size(json_object_get(doc, "orders"));

	return (n + INSTITUTION_PAGE_ORDERS - 1) / INSTITUTION_PAGE_ORDERS;
}

static void add_parts(struct markup *m, const json_t *doc, size_t part)
{
	size_t parts = institution_page_parts(doc);

	if (parts < 2)
		return;
	markup_open(m, "p", NULL);
	for (size_t i = 1; i <= parts; i++) {
		char *number = xasprintf("%zu", i),
		     *path = part_path(order_page_text(doc, "month"), i);

		markup_line(m, i > 1 ? " · " : "");
		markup_element(m, i == part ? "strong" : "a", number, "href",
		               i == part ? NULL : path, NULL);
		free(path);
		free(number);
	}
	markup_close(m);
}

void institution_page_month(struct buf *out, const json_t *doc, size_t part, const char *city,
                            const char *language)
{
	const char *month = order_page_text(doc, "month");
	size_t from = (part - 1) * INSTITUTION_PAGE_ORDERS;
	char *title = xasprintf("%s, %s.%.4s", order_page_text(doc, "name"), month + 5, month);
	struct markup *m = begin(out, title, city, language, FROM_MONTH);

	add_link(m, "p", order_page_text(doc, "name"),
	         xasprintf("../%s.html", order_page_text(doc, "code")));
	add_orders(m, json_object_get(doc, "orders"), from, from + INSTITUTION_PAGE_ORDERS,
	           FROM_MONTH);
	add_parts(m, doc, part);
	markup_free(m);
	free(title);
}
