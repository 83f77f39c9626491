/* The list widget: the cursor never leaves the rows and is always seen, keeps its row when they are
 * read again, and keys that are faster than the database wait. Painted on a screen of its own.
 *
 * uses: console/ui/list.c console/ui/scroll.c
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "console/ui/list.h"
#include "lib/base/xmalloc.h"

enum { LINES = 12, COLUMNS = 20, ROWS = 40 };

static char screen[LINES][COLUMNS + 1];
static enum style styles[LINES];

int term_columns(void)
{
	return COLUMNS;
}

int term_text(int y, int x, int columns, enum style style, const char *text)
{
	char line[COLUMNS + 1];
	int len;

	assert_in_range(y, 0, LINES - 1);
	len = snprintf(line, sizeof(line), "%s", text);
	memcpy(screen[y] + x, line, (size_t)len + 1);
	styles[y] = style;
	return len;
}

/* Rows with numbers, and how often the cursor went to another one. */
struct rows {
	struct list list;
	int64_t id[ROWS];
	int moves;
};

static void paint(const struct list *l, size_t i, int y)
{
	const struct rows *r = l->owner;
	char text[16];

	snprintf(text, sizeof(text), "row %d", (int)r->id[i]);
	list_row(l, i, y, STYLE_PLAIN, text);
}

static int64_t id(const void *owner, size_t i)
{
	return ((const struct rows *)owner)->id[i];
}

static void moved(void *owner)
{
	((struct rows *)owner)->moves++;
}

static const struct list_ops plain = {.paint = paint, .empty = "none", .column = 3};
static const struct list_ops numbered = {
        .paint = paint,
        .id = id,
        .moved = moved,
        .empty = "none",
        .digits = true,
};

/* n rows with the numbers 100, 101 … on lines 2 to 6. */
static struct rows begin(const struct list_ops *ops, size_t n)
{
	struct rows r = {0};

	memset(screen, 0, sizeof(screen));
	for (size_t i = 0; i < n; i++)
		r.id[i] = 100 + (int64_t)i;
	list_init(&r.list, ops, NULL, false);
	return r;
}

static void show(struct rows *r)
{
	r->list.owner = r;
	list_place(&r->list, 2, 5);
	list_paint(&r->list);
}

static void set(struct rows *r, size_t n)
{
	r->list.owner = r;
	list_set(&r->list, n, true);
	show(r);
}

static void cursor_stays_within_the_rows(void **state)
{
	struct rows r = begin(&numbered, 12);

	set(&r, 12);
	assert_false(list_move(&r.list, VERB_UP));
	assert_true(list_move(&r.list, VERB_LAST));
	assert_int_equal(r.list.cursor, 11);
	assert_false(list_move(&r.list, VERB_DOWN));
	assert_true(list_move(&r.list, VERB_PAGE_UP));
	assert_int_equal(r.list.cursor, 6);
	assert_true(list_move(&r.list, VERB_FIRST));
	assert_false(list_go(&r.list, 12));
	assert_int_equal(r.moves, 3);
}

static void nothing_moves_in_an_empty_list(void **state)
{
	struct rows r = begin(&numbered, 0);

	set(&r, 0);
	assert_false(list_move(&r.list, VERB_DOWN));
	assert_false(list_move(&r.list, VERB_LAST));
	assert_false(list_digit(&r.list, '1'));
	assert_int_equal(r.list.cursor, 0);
	assert_int_equal(r.moves, 0);
}

static void cursor_is_always_seen(void **state)
{
	struct rows r = begin(&plain, 12);
	int y, x;

	set(&r, 12);
	for (int i = 0; i < 11; i++) {
		list_move(&r.list, VERB_DOWN);
		show(&r);
		list_cursor(&r.list, &y, &x);
		assert_in_range(y, 2, 6);
		assert_int_equal(x, 3);
		assert_int_equal(styles[y], STYLE_SELECTED);
	}
	assert_int_equal(r.list.top, 7);
	assert_string_equal(screen[6], " row 111");
	list_place(&r.list, 2, 3); /* a smaller terminal */
	list_cursor(&r.list, &y, &x);
	assert_int_equal(y, 4);
}

/* A page down shows what follows the last line of the page, wherever on it the cursor is. */
static void a_page_moves_the_lines(void **state)
{
	struct rows r = begin(&plain, 20);

	set(&r, 20);
	list_go(&r.list, 2);
	list_move(&r.list, VERB_PAGE_DOWN);
	show(&r);
	assert_int_equal(r.list.top, 5);
	assert_int_equal(r.list.cursor, 7);
	list_move(&r.list, VERB_PAGE_UP);
	show(&r);
	assert_int_equal(r.list.top, 0);
	assert_int_equal(r.list.cursor, 2);
}

/* Rows that come before and behind, and go: what is seen stays. */
static void pieces_come_and_go_around_the_cursor(void **state)
{
	struct rows r = begin(&plain, 10);

	list_set(&r.list, 10, false);
	show(&r);
	list_go(&r.list, 6);
	show(&r);
	assert_int_equal(r.list.top, 2);
	list_splice(&r.list, 0, 0, 4); /* four before the first */
	assert_int_equal(r.list.n, 14);
	assert_int_equal(r.list.cursor, 10);
	assert_int_equal(r.list.top, 6);
	list_splice(&r.list, 14, 0, 6); /* six behind the last */
	list_splice(&r.list, 7, 1, 0);
	assert_int_equal(r.list.cursor, 9);
	assert_int_equal(r.list.top, 6);
	list_splice(&r.list, 5, 10, 2); /* the cursor's among them */
	assert_int_equal(r.list.n, 11);
	assert_int_equal(r.list.cursor, 5);
	list_splice(&r.list, 0, 11, 0);
	list_splice(&r.list, 0, 0, 3);
	assert_int_equal(r.list.n, 3);
	assert_int_equal(r.list.cursor, 0);
}

static void digits_go_to_their_row(void **state)
{
	struct rows r = begin(&numbered, 10);

	set(&r, 10);
	assert_string_equal(screen[2], " 1 row 100");
	assert_true(list_digit(&r.list, '9'));
	assert_int_equal(r.list.cursor, 8);
	assert_false(list_digit(&r.list, '0'));
	assert_false(list_digit(&r.list, 'x'));
	list_move(&r.list, VERB_DOWN);
	show(&r);
	assert_string_equal(screen[6], "   row 109");
	set(&r, 2);
	assert_false(list_digit(&r.list, '3'));
}

static void a_line_of_the_screen_is_a_row(void **state)
{
	struct rows r = begin(&plain, 12);

	set(&r, 0);
	assert_int_equal(list_row_at(&r.list, 4), 0);
	set(&r, 12);
	assert_int_equal(list_row_at(&r.list, 2), 0);
	assert_int_equal(list_row_at(&r.list, 4), 2);
	assert_int_equal(list_row_at(&r.list, 0), 0);
	list_move(&r.list, VERB_LAST);
	show(&r);
	assert_int_equal(list_row_at(&r.list, 2), 7);
	assert_int_equal(list_row_at(&r.list, 11), 11);
	list_move(&r.list, VERB_FIRST);
	show(&r);
	assert_int_equal(list_row_at(&r.list, 11), 4); /* no row that is not seen */
}

static void the_arrow_stands_for_the_colour(void **state)
{
	struct rows r = begin(&plain, 2);

	r.list.arrow = true;
	set(&r, 2);
	assert_string_equal(screen[2], ">row 100");
	assert_int_equal(styles[2], STYLE_PLAIN);
	assert_string_equal(screen[3], " row 101");
	assert_false(list_highlights(&r.list, 0));
}

static void an_empty_list_says_why(void **state)
{
	struct rows r = begin(&plain, 0);

	show(&r);
	assert_string_equal(screen[2] + 1, "…");
	set(&r, 0);
	assert_string_equal(screen[2] + 1, "none");
	list_fail(&r.list, xstrdup("refused"));
	show(&r);
	assert_string_equal(screen[2] + 1, "refused");
	assert_int_equal(styles[2], STYLE_ERROR);
	set(&r, 0);
	assert_string_equal(screen[2] + 1, "none");
	list_release(&r.list);
}

static void cursor_keeps_its_row(void **state)
{
	struct rows r = begin(&numbered, 5);

	set(&r, 5);
	list_go(&r.list, 3);
	memmove(r.id + 1, r.id, 5 * sizeof(*r.id));
	r.id[0] = 99; /* a new one above */
	set(&r, 6);
	assert_int_equal(r.list.cursor, 4);
	assert_int_equal(r.list.id, 103);
	r.id[4] = 200; /* it is gone */
	set(&r, 6);
	assert_int_equal(r.list.cursor, 4);
	set(&r, 2);
	assert_int_equal(r.list.cursor, 1);
	set(&r, 0);
	assert_int_equal(r.list.cursor, 0);
	assert_int_equal(r.moves, 1);
}

static void what_follows_the_rows_is_scrolled_with_them(void **state)
{
	struct rows r = begin(&plain, 6);

	r.list.tail = 3;
	set(&r, 6);
	assert_int_equal(r.list.top, 0);
	list_move(&r.list, VERB_LAST);
	show(&r);
	assert_int_equal(r.list.top, 4);
	r.list.tail = 20; /* more than there is room for: the row is more important */
	show(&r);
	assert_int_equal(r.list.top, 5);
}

static void keys_wait_for_their_rows(void **state)
{
	struct rows r = begin(&numbered, 3);

	r.list.owner = &r;
	assert_true(list_waits(&r.list, 0, VERB_DOWN));
	list_set(&r.list, 0, false);
	assert_int_equal(r.list.ahead_n, 1);
	r.list.ahead_n = 0;
	list_set(&r.list, 2, false);
	assert_false(list_waits(&r.list, '2', VERB_NONE));
	assert_true(list_waits(&r.list, '3', VERB_NONE));
	assert_true(list_waits(&r.list, 0, VERB_CHOOSE)); /* behind the one that waits */
	assert_int_equal(r.list.ahead[0].digit, '3');
	assert_int_equal(r.list.ahead[1].verb, VERB_CHOOSE);
	for (int i = 0; i < 2 * LIST_AHEAD; i++)
		assert_true(list_waits(&r.list, '1', VERB_NONE));
	assert_int_equal(r.list.ahead_n, 3); /* a key that is held down takes one place */
	assert_int_equal(r.list.ahead[2].times, 2 * LIST_AHEAD);
	for (int i = 0; i < 2 * LIST_AHEAD; i++)
		assert_true(list_waits(&r.list, i % 2 ? '1' : '2', VERB_NONE));
	assert_int_equal(r.list.ahead_n, LIST_AHEAD);
	list_set(&r.list, 2, true);
	assert_false(list_waits(&r.list, '3', VERB_NONE));
}

static void position_is_counted_from_one(void **state)
{
	struct rows r = begin(&plain, 12);
	char *position = list_position(&r.list);

	assert_string_equal(position, "0/0");
	free(position);
	set(&r, 12);
	list_go(&r.list, 2);
	position = list_position(&r.list);
	assert_string_equal(position, "3/12");
	free(position);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(cursor_stays_within_the_rows),
	        cmocka_unit_test(nothing_moves_in_an_empty_list),
	        cmocka_unit_test(cursor_is_always_seen),
	        cmocka_unit_test(a_page_moves_the_lines),
	        cmocka_unit_test(pieces_come_and_go_around_the_cursor),
	        cmocka_unit_test(digits_go_to_their_row),
	        cmocka_unit_test(a_line_of_the_screen_is_a_row),
	        cmocka_unit_test(the_arrow_stands_for_the_colour),
	        cmocka_unit_test(an_empty_list_says_why),
	        cmocka_unit_test(cursor_keeps_its_row),
	        cmocka_unit_test(what_follows_the_rows_is_scrolled_with_them),
	        cmocka_unit_test(keys_wait_for_their_rows),
	        cmocka_unit_test(position_is_counted_from_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
