/* The map in the terminal: which part of the earth it shows, and the dots that its lines are made
 * of, as braille and in ASCII.
 * uses: console/map/map_view.c console/terminal/canvas.c
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "console/map/map_view.h"
#include "console/terminal/canvas.h"

static const struct box kyiv = {30.24, 50.21, 30.83, 50.59};

static void fits_the_box(void **state)
{
	static const int sizes[][2] = {{80, 14}, {200, 50}, {10, 40}, {1, 1}};

	(void)state;
	for (size_t i = 0; i < sizeof(sizes) / sizeof(*sizes); i++) {
		struct map_view v = {.columns = sizes[i][0], .rows = sizes[i][1]};
		struct box box;
		double across, down;
		map_view_fit(&v, &kyiv);
		box = map_view_box(&v);
		assert_true(box.west <= kyiv.west && box.east >= kyiv.east);
		assert_true(box.south <= kyiv.south && box.north >= kyiv.north);
		map_view_size(&v, &across, &down);
		assert_true(down > 42000 && across > 41000);
	}
}

static void places(void **state)
{
	struct map_view v;
	int x, y;
	struct box box;
	double across, down;

	(void)state;
	v = (struct map_view){.columns = 80, .rows = 14};
	map_view_reach(&v, 50.45, 30.52, 1000);
	assert_true(map_view_cell(&v, 50.45, 30.52, &x, &y));
	assert_int_equal(x, 40);
	assert_int_equal(y, 7);
	box = map_view_box(&v);
	assert_true(map_view_cell(&v, box.north - 1e-9, box.west + 1e-9, &x, &y));
	assert_int_equal(x, 0);
	assert_int_equal(y, 0);
	assert_false(map_view_cell(&v, box.north + 1e-6, box.west, &x, &y));
	map_view_size(&v, &across, &down);
	assert_true(down > 999 && down < 1001);
	assert_true(across > 2850 && across < 2865); /* 160 dots beside 56 */
}

static void moves(void **state)
{
	struct map_view v;
	struct box before, after;
	double across, down;

	(void)state;
	v = (struct map_view){.columns = 80, .rows = 14};
	map_view_reach(&v, 50.45, 30.52, 1000);
	before = map_view_box(&v);
	map_view_pan(&v, 1, 0);
	after = map_view_box(&v);
	assert_true(after.west > before.east - 1e-9 && after.west < before.east + 1e-9);
	map_view_pan(&v, -1, 1);
	after = map_view_box(&v);
	assert_true(after.south > before.north - 1e-5 && after.south < before.north + 1e-5);
	for (int i = 0; i < 1000; i++) {
		map_view_pan(&v, 1, 1);
		map_view_zoom(&v, 2);
	}
	after = map_view_box(&v);
	assert_true(after.east <= 180.0001 && after.north <= 75.0001);
	for (int i = 0; i < 1000; i++)
		map_view_zoom(&v, 0.5);
	map_view_size(&v, &across, &down);
	assert_true(down > 1);
}

static void check(const struct canvas *c, int column, int row, const char *braille,
                  const char *ascii)
{
	char out[4];

	canvas_cell(c, column, row, false, out);
	assert_string_equal(out, braille);
	canvas_cell(c, column, row, true, out);
	assert_string_equal(out, ascii);
}

static void lines(void **state)
{
	struct canvas c;

	(void)state;
	c = (struct canvas){0};
	canvas_reset(&c, 3, 2);
	check(&c, 0, 0, " ", " ");
	canvas_line(&c, -100, 1, 100, 1);
	check(&c, 0, 0, "⠒", "-");
	check(&c, 2, 0, "⠒", "-");
	check(&c, 1, 1, " ", " ");
	canvas_reset(&c, 3, 2);
	canvas_line(&c, 2, -50, 2, 50);
	check(&c, 1, 0, "⡇", "|");
	check(&c, 1, 1, "⡇", "|");
	check(&c, 0, 0, " ", " ");
	canvas_reset(&c, 1, 1);
	canvas_line(&c, 0, 0, 1, 3);
	check(&c, 0, 0, "⢣", "\\");
	canvas_reset(&c, 1, 1);
	canvas_line(&c, 1, 0, 0, 3);
	check(&c, 0, 0, "⡜", "/");
	canvas_reset(&c, 2, 2);
	canvas_dot(&c, 3, 7);
	canvas_dot(&c, 4, 7);
	canvas_dot(&c, -1, 0);
	check(&c, 1, 1, "⢀", ".");
	check(&c, 0, 0, " ", " ");
	canvas_release(&c);
}

/* Lines far outside, and canvases without a cell, draw nothing. */
static void outside(void **state)
{
	struct canvas c;

	(void)state;
	c = (struct canvas){0};
	canvas_reset(&c, 2, 2);
	canvas_line(&c, -1e12, -1e12, -1e11, 1e12);
	canvas_line(&c, 1e9, 0, 1e9, 10);
	for (int i = 0; i < 4; i++)
		check(&c, i % 2, i / 2, " ", " ");
	canvas_line(&c, -1e9, -1e9, 1e9, 1e9);
	check(&c, 0, 1, " ", " ");
	canvas_reset(&c, 0, -3);
	canvas_line(&c, 0, 0, 10, 10);
	canvas_release(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(fits_the_box), cmocka_unit_test(places),  cmocka_unit_test(moves),
	        cmocka_unit_test(lines),        cmocka_unit_test(outside),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
