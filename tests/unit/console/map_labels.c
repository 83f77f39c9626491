/* Streets on the map in the terminal: their lines are taken apart as they come, whatever comes; no
 * text stands on another one or on a cell that may not be covered; a view that was shown is known.
 * uses: console/map/map_labels.c console/map/streets.c console/map/map_view.c
 * console/terminal/canvas.c console/data/result.c console/data/row.c console/data/status.c
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "console/map/map_labels.h"
#include "console/map/streets.h"
#include "lib/base/text.h"

static struct map_view view_of(int columns, int rows)
{
	struct map_view v = {.columns = columns, .rows = rows};

	map_view_reach(&v, 46.97, 32.0, 1000);
	return v;
}

static void put(PGresult *res, int row, int column, const char *text)
{
	assert_true(PQsetvalue(res, row, column, (char *)text, text ? (int)strlen(text) : -1));
}

static PGresult *rows_of(const char *const rows[][3], int n)
{
	PGresult *res = PQmakeEmptyPGresult(NULL, PGRES_TUPLES_OK);
	PGresAttDesc columns[3] = {0};

	columns[0].name = (char *)"name";
	columns[1].name = (char *)"class";
	columns[2].name = (char *)"lines";
	assert_true(PQsetResultAttrs(res, 3, columns));
	for (int i = 0; i < n; i++)
		for (int j = 0; j < 3; j++)
			put(res, i, j, rows[i][j]);
	return res;
}

/* The example of Google's description: whole numbers, the latitude (here y) first. */
static void numbers(void **state)
{
	const char *at = "_p~iF~ps|U_ulLnnqC_mqNvxq`@ ?", *bad;
	long x = 0, y = 0;

	(void)state;
	assert_true(street_point(&at, &x, &y) && y == 3850000 && x == -12020000);
	assert_true(street_point(&at, &x, &y) && y == 4070000 && x == -12095000);
	assert_true(street_point(&at, &x, &y) && y == 4325200 && x == -12645300);
	assert_false(street_point(&at, &x, &y));
	for (const char *const *p = (const char *const[]){"", "?", "~~~~~~~~~~~~~~~~", "~", "\x01?",
	                                                  "?\xff", NULL};
	     *p; p++) {
		bad = *p;
		assert_false(street_point(&bad, &x, &y));
	}
}

/* On a grid of 40 by 20 dots: one street across, two up and down, and what is none. */
static const char *const crossing[][3] = {
        {"Соборна", "2", "S??mA"},
        {"Шевченка\x1b[31m", "5", "?g@e@?"}, /* it would act on the terminal */
        {NULL, "5", "?Oe@?"},
        {"", "5", "??"},
        {"Далека", "5", "~~~~~"},
};

static void draw(struct streets_cache *cache, const struct map_view *v, struct street_cells *cells)
{
	PGresult *res = rows_of(crossing, 5);

	streets_keep(cache, v, res);
	streets_draw(&cache->v[0], v, cells);
	PQclear(res);
}

static void lines(void **state)
{
	struct map_view v = view_of(20, 5);
	struct streets_cache cache = {0};
	struct street_cells cells = {0};
	int drawn = 0;

	(void)state;
	draw(&cache, &v, &cells);
	assert_int_equal(cache.v[0].n, 5);
	assert_true(cache.v[0].v[0].major && !cache.v[0].v[1].major);
	assert_string_equal(cache.v[0].v[1].name, "Шевченка␛[31m");
	assert_null(cache.v[0].v[2].name);
	for (int i = 0; i < 100; i++) {
		drawn += cells.owner[i] != 0;
		assert_int_equal(cells.owner[i] != 0,
		                 (cells.major.dots[i] | cells.minor.dots[i]) != 0);
	}
	assert_in_range(drawn, 5, 60);
	street_cells_release(&cells);
	streets_release(&cache);
}

/* Each text stands alone: nothing in it, before it or behind it. */
static void check_apart(const struct map_labels *l, const bool *blocked)
{
	int *whose = calloc((size_t)l->columns * (size_t)l->rows, sizeof(*whose));

	assert_non_null(whose);
	for (int i = 0; i < (int)l->n; i++)
		for (int x = 0; x < text_width(l->v[i].text); x++) {
			assert_in_range(l->v[i].x + x, 0, l->columns - 1);
			assert_in_range(l->v[i].y, 0, l->rows - 1);
			whose[l->v[i].y * l->columns + l->v[i].x + x] = i + 1;
		}
	for (int i = 0; i < (int)l->n; i++)
		for (int x = -1; x <= text_width(l->v[i].text); x++) {
			int column = l->v[i].x + x, at = l->v[i].y * l->columns + column;
			bool inside = x >= 0 && x < text_width(l->v[i].text);
			if (column < 0 || column >= l->columns)
				continue;
			assert_int_equal(whose[at], inside ? i + 1 : 0);
			assert_false(blocked[at]);
		}
	free(whose);
}

static void no_text_on_another(void **state)
{
	enum { COLUMNS = 40, ROWS = 12 };
	bool blocked[COLUMNS * ROWS] = {false};
	struct map_labels l = {0};
	unsigned seed = 7;
	size_t put_there = 0;

	(void)state;
	map_labels_reset(&l, COLUMNS, ROWS);
	for (int i = 0; i < 30; i++) {
		int x = (int)(seed % COLUMNS), y = (int)(seed / COLUMNS % ROWS);
		map_labels_block(&l, x, y);
		blocked[y * COLUMNS + x] = true;
		seed = seed * 1103515245u + 12345u;
	}
	map_labels_block(&l, -1, 0);
	map_labels_block(&l, COLUMNS, ROWS);
	for (int i = 0; i < 400; i++) {
		put_there += map_labels_put_near(&l, (int)(seed >> 8) % 50 - 5,
		                                 (int)(seed >> 16) % 14 - 1,
		                                 i % 3 ? "Соборна" : "漢字 вулиця", STYLE_PLAIN);
		seed = seed * 1103515245u + 12345u;
	}
	assert_in_range(put_there, 10, 60);
	assert_int_equal(put_there, l.n);
	check_apart(&l, blocked);
	assert_false(map_labels_put(&l, 0, 0, "", STYLE_PLAIN));
	map_labels_release(&l);
}

/* A name stands on its street or right beside it. */
static void names(void **state)
{
	struct map_view v = view_of(20, 5);
	struct streets_cache cache = {0};
	struct street_cells cells = {0};
	struct map_labels l = {0};
	bool blocked[100] = {false};
	bool touches = false;

	(void)state;
	draw(&cache, &v, &cells);
	map_labels_reset(&l, 20, 5);
	map_labels_put_streets(&l, &cache.v[0], &cells);
	assert_in_range(l.n, 1, 3);
	check_apart(&l, blocked);
	assert_string_equal(l.v[0].text, "Соборна");
	assert_int_equal(l.v[0].style, STYLE_BOLD);
	for (int x = l.v[0].x - 1; x <= l.v[0].x + 7; x++)
		touches |= x >= 0 && x < 20 && cells.owner[l.v[0].y * 20 + x] == 1;
	assert_true(touches);
	map_labels_release(&l);
	street_cells_release(&cells);
	streets_release(&cache);
}

static void what_was_shown_is_known(void **state)
{
	struct map_view first = view_of(20, 5), v = first;
	struct streets_cache cache = {0};
	PGresult *res = rows_of(crossing, 5);

	(void)state;
	assert_false(streets_find(&cache, &v));
	streets_keep(&cache, &v, res);
	map_view_pan(&v, 0.25, 0.25);
	assert_false(streets_find(&cache, &v));
	assert_int_equal(cache.v[0].n, 5); /* shown until the answer is there */
	streets_keep(&cache, &v, res);
	map_view_pan(&v, -0.25, -0.25);
	assert_true(streets_find(&cache, &v));
	for (int i = 0; i < STREETS_KEPT; i++) {
		map_view_zoom(&v, 0.5);
		assert_false(streets_find(&cache, &v));
		streets_keep(&cache, &v, res);
	}
	assert_false(streets_find(&cache, &first));
	first.columns = 21;
	assert_false(streets_find(&cache, &first));
	PQclear(res);
	streets_release(&cache);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(numbers),
	        cmocka_unit_test(lines),
	        cmocka_unit_test(no_text_on_another),
	        cmocka_unit_test(names),
	        cmocka_unit_test(what_was_shown_is_known),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
