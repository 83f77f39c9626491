/* The text field: what is typed arrives, nothing harmful does, a letter and its marks are one.
 *
 * uses: console/ui/line_edit.c console/terminal/verbs.c
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "console/ui/line_edit.h"
#include "lib/base/i18n.h"

static void type(struct edit *e, const char *text)
{
	size_t len = strlen(text);

	for (size_t i = 0; i < len;) {
		uint32_t cp;
		i += utf8_decode(text + i, len - i, &cp);
		if (cp == '\n')
			edit_verb(e, VERB_NEWLINE, 1);
		else
			edit_type(e, cp);
	}
}

static void press(struct edit *e, enum verb verb, int times)
{
	while (times-- > 0)
		assert_true(edit_verb(e, verb, 3));
}

static void where(const struct edit *e, size_t line, int column)
{
	struct text_line *lines;
	size_t real_line;
	int real_column;

	edit_lines(e, &lines, &real_line, &real_column);
	free(lines);
	assert_int_equal(real_line, line);
	assert_int_equal(real_column, column);
}

static void typing(void **state)
{
	struct edit e;

	edit_init(&e, 20);
	assert_string_equal(edit_text(&e), "");
	type(&e, "Добрий день!\nДруге");
	assert_string_equal(edit_text(&e), "Добрий день!\nДруге");
	where(&e, 1, 5);
	press(&e, VERB_LINE_START, 1);
	press(&e, VERB_DELETE_BACK, 1);
	assert_string_equal(edit_text(&e), "Добрий день!Друге");
	press(&e, VERB_DELETE, 2);
	assert_string_equal(edit_text(&e), "Добрий день!уге");
	edit_release(&e);
}

static void edges(void **state)
{
	struct edit e;

	edit_init(&e, 20);
	press(&e, VERB_DELETE_BACK, 2);
	press(&e, VERB_DELETE, 2);
	press(&e, VERB_LEFT, 2);
	press(&e, VERB_RIGHT, 2);
	press(&e, VERB_UP, 2);
	press(&e, VERB_PAGE_DOWN, 2);
	where(&e, 0, 0);
	type(&e, "а");
	press(&e, VERB_RIGHT, 5);
	press(&e, VERB_DOWN, 5);
	where(&e, 0, 1);
	assert_false(edit_verb(&e, VERB_ACCEPT, 1));
	edit_release(&e);
}

static void harmless(void **state)
{
	struct edit e;

	edit_init(&e, 20);
	edit_type(&e, 0x1b);
	edit_type(&e, 0x202e);
	edit_type(&e, 0x9b);
	assert_string_equal(edit_text(&e), "");
	edit_set(&e, "a\x1b[31mb\r\nc\td");
	assert_string_equal(edit_text(&e), "a\xE2\x90\x9B[31mb\nc d");
	edit_release(&e);
}

static void marks_go_with_their_letter(void **state)
{
	struct edit e;

	edit_init(&e, 20);
	type(&e, "ае\u0301\u0302б");
	press(&e, VERB_LEFT, 2);
	where(&e, 0, 1);
	press(&e, VERB_DELETE, 1);
	assert_string_equal(edit_text(&e), "аб");
	type(&e, "е\u0301");
	press(&e, VERB_DELETE_BACK, 1);
	assert_string_equal(edit_text(&e), "аб");
	type(&e, "漢");
	where(&e, 0, 3);
	edit_release(&e);
}

static void wrapped_lines(void **state)
{
	struct edit e;

	edit_init(&e, 10);
	type(&e, "один два три чотири\nкінець");
	where(&e, 2, 6);
	press(&e, VERB_UP, 1);
	where(&e, 1, 6);
	press(&e, VERB_UP, 1);
	where(&e, 0, 6);
	press(&e, VERB_DOWN, 2);
	where(&e, 2, 6);
	press(&e, VERB_LINE_START, 1);
	press(&e, VERB_PAGE_UP, 1);
	where(&e, 0, 0);
	press(&e, VERB_LINE_END, 1);
	type(&e, "!");
	edit_release(&e);
}

/* Up and down through a short line come back to the column they began in. */
static void goal(void **state)
{
	struct edit e;

	edit_init(&e, 40);
	type(&e, "довгий рядок\nк\nдовгий рядок");
	press(&e, VERB_UP, 1);
	where(&e, 1, 1);
	press(&e, VERB_UP, 1);
	where(&e, 0, 12);
	edit_release(&e);
}

static void one_line(void **state)
{
	struct edit e;

	edit_init(&e, 0);
	edit_set(&e, "два\nрядки");
	assert_string_equal(edit_text(&e), "два рядки");
	assert_false(edit_verb(&e, VERB_NEWLINE, 1));
	assert_false(edit_verb(&e, VERB_UP, 1));
	press(&e, VERB_LINE_START, 1);
	where(&e, 0, 0);
	edit_release(&e);
}

static void what_is_chosen_is_replaced(void **state)
{
	struct edit e;
	size_t at;

	edit_init(&e, 40);
	edit_insert(&e, "Буде: {що}.\r\nДякуємо\033");
	assert_string_equal(edit_text(&e), "Буде: {що}.\nДякуємо␛");
	at = strlen("Буде: ");
	edit_choose(&e, at, strlen("{що}"));
	type(&e, "так");
	assert_string_equal(edit_text(&e), "Буде: так.\nДякуємо␛");
	edit_choose(&e, at, strlen("так"));
	press(&e, VERB_DELETE_BACK, 1);
	assert_string_equal(edit_text(&e), "Буде: .\nДякуємо␛");
	edit_choose(&e, at, 1);
	press(&e, VERB_LEFT, 1);
	type(&e, "-");
	assert_string_equal(edit_text(&e), "Буде:- .\nДякуємо␛");
	edit_release(&e);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(what_is_chosen_is_replaced),
	        cmocka_unit_test(typing),
	        cmocka_unit_test(edges),
	        cmocka_unit_test(harmless),
	        cmocka_unit_test(marks_go_with_their_letter),
	        cmocka_unit_test(wrapped_lines),
	        cmocka_unit_test(goal),
	        cmocka_unit_test(one_line),
	};

	assert_int_equal(i18n_init("en"), 0); /* widths and letter case need UTF-8 */
	return cmocka_run_group_tests(tests, NULL, NULL);
}
