/* The stretch of the queue in memory: rows come before, behind and anew, and the cursor stays on
 * the request that it is on.
 *
 * uses: console/queue/pages.c console/ui/scroll.c console/data/row.c console/data/status.c
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

static int64_t at(const struct pages *p)
{
	return pages_selected(p)->id;
}

static void moving(void **state)
{
	struct pages p = {0};

	assert_null(pages_selected(&p));
	pages_move(&p, 1, HEIGHT);
	append(&p, 1, 20, true);
	pages_move(&p, 4, HEIGHT);
	assert_int_equal(p.top, 0);
	pages_move(&p, 1, HEIGHT);
	assert_int_equal(p.top, 1);
	pages_page(&p, 1, HEIGHT);
	assert_int_equal(at(&p), 11);
	assert_int_equal(p.top, 6);
	pages_move(&p, 100, HEIGHT);
	assert_int_equal(at(&p), 20);
	assert_int_equal(p.top, 15);
	pages_page(&p, 1, HEIGHT);
	assert_int_equal(at(&p), 20);
	pages_page(&p, -1, HEIGHT);
	assert_int_equal(at(&p), 15);
	pages_move(&p, -100, HEIGHT);
	assert_int_equal(at(&p), 1);
	assert_int_equal(p.top, 0);
	pages_clear(&p);
}

static void prepending(void **state)
{
	struct pages p = {0};
	size_t n;
	struct row **rows;

	append(&p, 11, 20, true);
	p.before = 10;
	pages_move(&p, 3, HEIGHT);
	rows = make(6, 10, 0, &n);
	pages_prepend(&p, rows, n, false);
	free(rows);
	assert_int_equal(at(&p), 14);
	assert_int_equal(p.before, 5);
	assert_int_equal(p.top, 5);
	pages_clear(&p);
}

static void twice(void **state)
{
	struct pages p = {0};

	append(&p, 1, 10, false);
	pages_move(&p, 9, HEIGHT);
	append(&p, 5, 12, true);
	assert_int_equal(p.n, 12);
	assert_int_equal(pages_find(&p, 7), 6);
	pages_clear(&p);
}

static void renewed_with_new_ones(void **state)
{
	struct pages p = {0};
	size_t line;

	append(&p, 10, 20, false);
	pages_move(&p, 6, HEIGHT);
	line = p.cursor - p.top;
	renew(&p, 0, 5, 25, 0, false);
	assert_int_equal(at(&p), 16);
	assert_int_equal(p.cursor - p.top, line);
	assert_int_equal(p.n, 21);
	pages_clear(&p);
}

static void first_row_stays(void **state)
{
	struct pages p = {0};

	append(&p, 10, 20, false);
	renew(&p, 1, 11, 18, 14, true);
	assert_int_equal(p.n, 8);
	assert_int_equal(p.rows[0]->id, 10);
	assert_true(p.at_end);
	pages_clear(&p);
}

/* A request whose due date moved to the end of the queue takes the cursor along; the page stays
 * full. */
static void selected_row_goes_to_the_end(void **state)
{
	struct pages p = {0};
	size_t n, one;
	struct row **rows = make(1, 20, 2, &n), **moved = make(2, 2, 0, &one);

	rows[n++] = moved[0];
	append(&p, 1, 20, true);
	pages_move(&p, 1, HEIGHT);
	pages_renew(&p, 0, rows, n, true);
	pages_move(&p, 0, HEIGHT);
	assert_int_equal(at(&p), 2);
	assert_int_equal(p.cursor, p.n - 1);
	assert_int_equal(p.top, p.n - HEIGHT);
	free(rows);
	free(moved);
	pages_clear(&p);
}

static void tombstone(void **state)
{
	struct pages p = {0};

	append(&p, 1, 9, true);
	pages_move(&p, 3, HEIGHT);
	renew(&p, 0, 1, 9, 4, true);
	assert_int_equal(at(&p), 4);
	assert_true(pages_selected(&p)->gone);
	assert_int_equal(p.cursor, 3);
	renew(&p, 0, 1, 9, 4, true);
	assert_int_equal(at(&p), 4);
	pages_move(&p, 1, HEIGHT);
	assert_int_equal(at(&p), 5);
	assert_int_equal(pages_find(&p, 4), PAGES_NONE);
	assert_int_equal(p.n, 8);
	pages_clear(&p);
}

static void everything_left(void **state)
{
	struct pages p = {0};

	append(&p, 1, 3, true);
	pages_renew(&p, 0, NULL, 0, true);
	assert_int_equal(p.n, 1);
	assert_true(pages_selected(&p)->gone);
	pages_clear(&p);
	pages_renew(&p, 0, NULL, 0, true);
	assert_int_equal(p.n, 0);
	pages_clear(&p);
}

static void replacing(void **state)
{
	struct pages p = {0};
	int id, none;

	append(&p, 1, 3, true);
	id = 2;
	none = 7;
	assert_true(pages_replace(&p, row_new(field_of_number, &id)));
	assert_false(pages_replace(&p, row_new(field_of_number, &none)));
	assert_int_equal(p.n, 3);
	pages_clear(&p);
}

static void trimming(void **state)
{
	struct pages p = {0};

	append(&p, 1, 100, true);
	p.at_start = true;
	pages_move(&p, 50, HEIGHT);
	pages_trim(&p, 10);
	assert_int_equal(at(&p), 51);
	assert_int_equal(p.rows[p.n - 1]->id, 61);
	assert_int_equal(p.before, p.rows[0]->id - 1);
	assert_false(p.at_start);
	assert_false(p.at_end);
	pages_clear(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
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
