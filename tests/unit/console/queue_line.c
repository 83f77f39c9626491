/* A row as a line: as wide as the terminal whatever is in it, and its columns in their places.
 *
 * uses: console/queue/queue_line.c console/data/zones.c console/data/row.c console/data/status.c
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "console/queue/queue_line.h"
#include "lib/base/i18n.h"
#include "lib/base/text.h"

struct column_value {
	const char *name, *value;
};

static const char *get(void *source, const char *name)
{
	for (const struct column_value *f = source; f->name; f++)
		if (strcmp(f->name, name) == 0)
			return f->value;
	return NULL;
}

static struct column_value plain[] = {
        {"id", "10427"},
        {"status", "new"},
        {"due", "1000"},
        {"due_state", "late"},
        {"area", "2"},
        {"draft", "submitted"},
        {"category_name", "Пошкоджена дорога"},
        {"category_short", "дорога"},
        {"district_name", "Подільський район"},
        {"title", "Знак «Стоп» закрила гілка"},
        {"unit_name", "Управління патрульної поліції"},
        {NULL, NULL},
};
static struct column_value wild[] = {
        {"id", "99999999999"},
        {"title", "漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字"},
        {"category_short",
         "е\u0301е\u0301е\u0301е\u0301е\u0301е\u0301е\u0301е\u0301е\u0301е\u0301е\u0301"},
        {"district_name", "\x1b[2J\u202e"},
        {"operator", "漢字漢字"},
        {NULL, NULL},
};
static struct column_value empty[] = {{NULL, NULL}};

static void always_as_wide(void **state)
{
	struct column_value *const rows[] = {plain, wild, empty};

	for (size_t r = 0; r < 3; r++) {
		struct row *row = row_new(get, rows[r]);
		for (int columns = 40; columns < 300; columns++) {
			struct queue_columns c = queue_columns(columns, row->id);
			char *line = queue_line(&c, row, 5000, NULL), *heading = queue_heading(&c);
			assert_int_equal(text_width(line), columns);
			assert_int_equal(text_width(heading), columns);
			free(line);
			free(heading);
		}
		row_free(row);
	}
}

static void its_parts(void **state)
{
	struct row *row = row_new(get, plain);
	struct queue_columns c = queue_columns(80, row->id);
	char *line = queue_line(&c, row, 5000, NULL);

	assert_memory_equal(line, " *^?10427 !!", 12);
	assert_non_null(strstr(line, " дорога "));
	assert_non_null(strstr(line, " Подільський "));
	assert_null(strstr(line, "район"));
	assert_non_null(strstr(line, " УПП"));
	assert_int_equal(queue_late_at(&c), 10);
	row->gone = true;
	free(line);
	line = queue_line(&c, row, 5000, NULL);
	assert_memory_equal(line, " ─^?10427 !!", 14);
	free(line);
	row_free(row);
}

/* Of what is with the operator's own unit: how far it is there, and who has it. */
static void of_the_own_unit(void **state)
{
	struct column_value mine[] = {{"id", "5"},
	                              {"unit_name", "Сектор дорожнього руху"},
	                              {"operator", "Олена Коваль"},
	                              {"referral", "sent"},
	                              {NULL, NULL}};
	struct row *row = row_new(get, mine);
	struct queue_columns narrow = queue_columns(80, row->id),
	                     wide = queue_columns(140, row->id);
	char *line = queue_line(&narrow, row, 5000, NULL);

	assert_int_equal(row->referral, REFERRAL_SENT);
	assert_non_null(strstr(line, " new"));
	free(line);
	row->referral = REFERRAL_ACCEPTED;
	line = queue_line(&narrow, row, 5000, NULL);
	assert_non_null(strstr(line, " taken"));
	free(line);
	line = queue_line(&wide, row, 5000, NULL);
	assert_non_null(strstr(line, " taken · Олена Коваль"));
	free(line);
	row_free(row);
}

static void who_is_there(void **state)
{
	char name[] = "Олена Коваль";
	struct present there = {.name = name, .replies = true};
	struct row *row = row_new(get, plain);
	struct queue_columns c = queue_columns(80, row->id);
	char *line = queue_line(&c, row, 5000, &there);

	assert_non_null(strstr(line, " ОК… "));
	assert_null(strstr(line, "УПП"));
	assert_int_equal(text_width(line), 80);
	free(line);
	there.replies = false;
	c = queue_columns(140, row->id);
	line = queue_line(&c, row, 5000, &there);
	assert_non_null(strstr(line, " (Олена Коваль) "));
	free(line);
	row_free(row);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(always_as_wide), cmocka_unit_test(its_parts),
	        cmocka_unit_test(who_is_there), cmocka_unit_test(of_the_own_unit)};

	assert_int_equal(i18n_init("en"), 0); /* widths and letter case need UTF-8 */
	return cmocka_run_group_tests(tests, NULL, NULL);
}
