/* The stretch of the queue in memory: rows come before, behind and anew, and the cursor stays on
 * the request that it is on.
 *
 * uses: console/queue/pages.c console/ui/list.c console/ui/scroll.c console/data/row.c
 * console/data/status.c
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "console/queue/pages.h"
#include "lib/base/xmalloc.h"

enum { HEIGHT = 5 };

static const char *field_of_number(void *source, const char *field)
{
	static char text[16];

	if (strcmp(field, "id") != 0)
		return NULL;
	snprintf(text, sizeof(text), "%d", *(int *)source);
	return text;
}

/* Rows from..to; a row whose number is in without is left out. */
static struct row **make(int from, int to, int without, size_t *n)
{
	struct row **rows = xcalloc((size_t)to + 2, sizeof(*rows));

	*n = 0;
	for (int id = from; id <= to; id++)
		if (id != without)
			rows[(*n)++] = row_new(field_of_number, &id);
	return rows;
}

static void append(struct pages *p, int from, int to, bool end)
{
	size_t n;
	struct row **rows = make(from, to, 0, &n);

	pages_append(p, rows, n, end);
	free(rows);
}

static void renew(struct pages *p, size_t index, int from, int to, int without, bool end)
{
	size_t n;
	struct row **rows = make(from, to, without, &n);

	pages_renew(p, index, rows, n, end);
	free(rows);
}

/* Nothing is painted here. */
int term_columns(void)
{
	return 80;
}

int term_text(int y, int x, int columns, enum style style, const char *text)
{
	return 0;
}

static int64_t id_of(const void *owner, size_t i)
{
	return ((const struct pages *)owner)->rows[i]->id;
}

static void moved(void *owner)
{
	pages_moved(owner);
}

static const struct list_ops ops = {.id = id_of, .moved = moved};

static void begin(struct pages *p)
{
	pages_init(p, &ops, p, false);
	list_place(&p->list, 0, HEIGHT);
}

static void down(struct pages *p, int by)
{
	for (int i = 0; i < by; i++)
		list_move(&p->list, VERB_DOWN);
}

static int64_t at(const struct pages *p)
{
	return pages_selected(p)->id;
}

static void cursor_begins_at_the_first(void **state)
{
	struct pages p;

	begin(&p);
	append(&p, 1, 20, false);
	assert_int_equal(at(&p), 1);
	pages_clear(&p);
	assert_null(pages_selected(&p));
	append(&p, 7, 9, true);
	assert_int_equal(at(&p), 7);
	pages_release(&p);
}

static void moving(void **state)
{
	struct pages p;

	begin(&p);
	assert_null(pages_selected(&p));
	down(&p, 1);
	append(&p, 1, 20, true);
	down(&p, 4);
	assert_int_equal(p.list.top, 0);
	down(&p, 1);
	assert_int_equal(p.list.top, 1);
	list_move(&p.list, VERB_PAGE_DOWN);
	assert_int_equal(at(&p), 11);
	assert_int_equal(p.list.top, 6);
	down(&p, 100);
	assert_int_equal(at(&p), 20);
	assert_int_equal(p.list.top, 15);
	list_move(&p.list, VERB_PAGE_DOWN);
	assert_int_equal(at(&p), 20);
	list_move(&p.list, VERB_PAGE_UP);
	assert_int_equal(at(&p), 15);
	list_move(&p.list, VERB_FIRST);
	assert_int_equal(at(&p), 1);
	assert_int_equal(p.list.top, 0);
	pages_release(&p);
}

static void prepending(void **state)
{
	struct pages p;
	size_t n;
	struct row **rows;

	begin(&p);
	append(&p, 11, 20, true);
	p.before = 10;
	down(&p, 3);
	rows = make(6, 10, 0, &n);
	pages_prepend(&p, rows, n, false);
	free(rows);
	assert_int_equal(at(&p), 14);
	assert_int_equal(p.before, 5);
	assert_int_equal(p.list.top, 5);
	pages_release(&p);
}

static void twice(void **state)
{
	struct pages p;

	begin(&p);
	append(&p, 1, 10, false);
	down(&p, 9);
	append(&p, 5, 12, true);
	assert_int_equal(p.list.n, 12);
	assert_int_equal(pages_find(&p, 7), 6);
	assert_int_equal(at(&p), 10);
	pages_release(&p);
}

static void renewed_with_new_ones(void **state)
{
	struct pages p;
	size_t line;

	begin(&p);
	append(&p, 10, 20, false);
	down(&p, 6);
	line = p.list.cursor - p.list.top;
	renew(&p, 0, 5, 25, 0, false);
	assert_int_equal(at(&p), 16);
	assert_int_equal(p.list.cursor - p.list.top, line);
	assert_int_equal(p.list.n, 21);
	pages_release(&p);
}

static void first_row_stays(void **state)
{
	struct pages p;

	begin(&p);
	append(&p, 10, 20, false);
	renew(&p, 1, 11, 18, 14, true);
	assert_int_equal(p.list.n, 8);
	assert_int_equal(p.rows[0]->id, 10);
	assert_true(p.list.complete);
	pages_release(&p);
}

/* A request whose due date moved to the end of the queue takes the cursor along; the page stays
 * full. */
static void selected_row_goes_to_the_end(void **state)
{
	struct pages p;
	size_t n, one;
	struct row **rows = make(1, 20, 2, &n), **moved = make(2, 2, 0, &one);

	begin(&p);
	rows[n++] = moved[0];
	append(&p, 1, 20, true);
	down(&p, 1);
	pages_renew(&p, 0, rows, n, true);
	list_place(&p.list, 0, HEIGHT);
	assert_int_equal(at(&p), 2);
	assert_int_equal(p.list.cursor, p.list.n - 1);
	assert_int_equal(p.list.top, p.list.n - HEIGHT);
	free(rows);
	free(moved);
	pages_release(&p);
}

static void tombstone(void **state)
{
	struct pages p;

	begin(&p);
	append(&p, 1, 9, true);
	down(&p, 3);
	renew(&p, 0, 1, 9, 4, true);
	assert_int_equal(at(&p), 4);
	assert_true(pages_selected(&p)->gone);
	assert_int_equal(p.list.cursor, 3);
	renew(&p, 0, 1, 9, 4, true);
	assert_int_equal(at(&p), 4);
	down(&p, 1);
	assert_int_equal(at(&p), 5);
	assert_int_equal(pages_find(&p, 4), PAGES_NONE);
	assert_int_equal(p.list.n, 8);
	pages_release(&p);
}

static void everything_left(void **state)
{
	struct pages p;

	begin(&p);
	append(&p, 1, 3, true);
	pages_renew(&p, 0, NULL, 0, true);
	assert_int_equal(p.list.n, 1);
	assert_true(pages_selected(&p)->gone);
	pages_clear(&p);
	pages_renew(&p, 0, NULL, 0, true);
	assert_int_equal(p.list.n, 0);
	pages_release(&p);
}

static void replacing(void **state)
{
	struct pages p;
	int id, none;

	begin(&p);
	append(&p, 1, 3, true);
	id = 2;
	none = 7;
	assert_true(pages_replace(&p, row_new(field_of_number, &id)));
	assert_false(pages_replace(&p, row_new(field_of_number, &none)));
	assert_int_equal(p.list.n, 3);
	pages_release(&p);
}

static void trimming(void **state)
{
	struct pages p;

	begin(&p);
	append(&p, 1, 100, true);
	p.at_start = true;
	down(&p, 50);
	pages_trim(&p, 10);
	assert_int_equal(at(&p), 51);
	assert_int_equal(p.rows[p.list.n - 1]->id, 61);
	assert_int_equal(p.before, p.rows[0]->id - 1);
	assert_false(p.at_start);
	assert_false(p.list.complete);
	pages_release(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(cursor_begins_at_the_first),
	        cmocka_unit_test(moving),
	        cmocka_unit_test(prepending),
	        cmocka_unit_test(twice),
	        cmocka_unit_test(renewed_with_new_ones),
	        cmocka_unit_test(first_row_stays),
	        cmocka_unit_test(tombstone),
	        cmocka_unit_test(selected_row_goes_to_the_end),
	        cmocka_unit_test(everything_left),
	        cmocka_unit_test(replacing),
	        cmocka_unit_test(trimming),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
