/* lib/text: what a stranger's bytes may do to a terminal (nothing), and how wide they are. The
 * expected strings are written as escapes, so that this file itself shows what it means. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lib/base/buf.h"
#include "lib/base/i18n.h"
#include "lib/base/text.h"
#include "lib/base/xmalloc.h"

#define ACUTE   "\u0301"
#define MARKS_8 ACUTE ACUTE ACUTE ACUTE ACUTE ACUTE ACUTE ACUTE

static void decodes_what_rfc_3629_allows(void **state)
{
	static const struct {
		const char *bytes;
		size_t taken;
		uint32_t cp;
	} cases[] = {
	        {"a", 1, 'a'},
	        {"\xc2\x80", 2, 0x80},
	        {"\xd1\x97", 2, 0x457},
	        {"\xe0\xa0\x80", 3, 0x800},
	        {"\xed\x9f\xbf", 3, 0xd7ff},
	        {"\xee\x80\x80", 3, 0xe000},
	        {"\xf0\x9f\x9a\xa6", 4, 0x1f6a6},
	        {"\xf4\x8f\xbf\xbf", 4, 0x10ffff},
	        /* overlong */
	        {"\xc0\x80", 1, 0xfffd},
	        {"\xc1\xbf", 1, 0xfffd},
	        {"\xe0\x9f\xbf", 1, 0xfffd},
	        {"\xf0\x8f\xbf\xbf", 1, 0xfffd},
	        /* a surrogate, too large, alone, cut off */
	        {"\xed\xa0\x80", 1, 0xfffd},
	        {"\xf4\x90\x80\x80", 1, 0xfffd},
	        {"\xf5\x80\x80\x80", 1, 0xfffd},
	        {"\xff", 1, 0xfffd},
	        {"\x80", 1, 0xfffd},
	        {"\xd1", 1, 0xfffd},
	        {"\xe2\x82", 1, 0xfffd},
	        {"\xf0\x9f\x9a", 1, 0xfffd},
	        {"\xd1\xd1", 1, 0xfffd},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		uint32_t cp = 0;
		size_t len = strlen(cases[i].bytes);
		assert_int_equal(utf8_decode(cases[i].bytes, len, &cp), cases[i].taken);
		assert_int_equal(cp, cases[i].cp);
	}
}

/* The bytes behind len are not looked at, although they would complete the sequence. */
static void decodes_within_bounds(void **state)
{
	uint32_t cp;

	assert_int_equal(utf8_decode("\xf0\x9f\x9a\xa6", 3, &cp), 1);
	assert_int_equal(cp, 0xfffd);
}

static void encodes_what_it_decodes(void **state)
{
	for (uint32_t cp = 1; cp <= 0x10ffff; cp++) {
		char bytes[4];
		uint32_t back;
		size_t n;
		if (cp == 0xd800)
			cp = 0xe000;
		n = utf8_encode(cp, bytes);
		if (utf8_decode(bytes, n, &back) != n || back != cp)
			fail_msg("U+%04X comes back as U+%04X", cp, back);
	}
}

static void valid_names_the_first_bad_byte(void **state)
{
	size_t bad = 99;

	assert_true(utf8_valid("", 0, &bad));
	assert_true(utf8_valid("їжак", 8, &bad));
	assert_int_equal(bad, 99);
	assert_false(utf8_valid("ї\xff", 3, &bad));
	assert_int_equal(bad, 2);
	assert_false(utf8_valid("a\0b", 3, &bad));
	assert_int_equal(bad, 1);
	assert_false(utf8_valid("їж", 3, &bad));
	assert_int_equal(bad, 2);
	assert_false(utf8_valid("\x80", 1, NULL));
}

static void check_visible(const char *raw, enum text_lines lines, const char *expected)
{
	char *text = text_visible(raw, strlen(raw), lines);

	assert_string_equal(text, expected);
	free(text);
}

static void visible_shows_what_would_act(void **state)
{
	static const char *const cases[][2] = {
	        {"Світлофор на вул. Хрещатик", "Світлофор на вул. Хрещатик"},
	        {"\x1b[2J", "\u241b[2J"},
	        {"a\x07\x7f", "a\u2407\u2421"},
	        {"\xc2\x9b"
	         "2J",
	         "<U+009B>2J"},
	        {"a\u202e"
	         "b",
	         "a<U+202E>b"},
	        {"\u200b\u200f\u2028\u2029", "<U+200B><U+200F><U+2028><U+2029>"},
	        {"\u061c\u2060\u2066\u206f", "<U+061C><U+2060><U+2066><U+206F>"},
	        {"\ufeff\ufff9\ufffb", "<U+FEFF><U+FFF9><U+FFFB>"},
	        {"\U000e0001\U000e007f", "<U+E0001><U+E007F>"},
	        {"\xff\xfe"
	         "a",
	         "\ufffd\ufffd"
	         "a"},
	        {"\xc2", "\ufffd"},
	        {"\U0001f6a6", "\U0001f6a6"},
	        /* around the ranges */
	        {"\u200a\u2010\u2027\u202f\u00a0", "\u200a\u2010\u2027\u202f\u00a0"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		check_visible(cases[i][0], TEXT_ONE_LINE, cases[i][1]);
}

static void visible_keeps_nul_in_sight(void **state)
{
	char *text = text_visible("a\0b", 3, TEXT_ONE_LINE);

	assert_string_equal(text, "a\u2400b");
	free(text);
	text = text_visible("", 0, TEXT_ONE_LINE);
	assert_string_equal(text, "");
	free(text);
}

static void visible_knows_line_breaks(void **state)
{
	check_visible("a\r\nb\rc\nd\te", TEXT_KEEP_LINES, "a\nb\nc\nd e");
	check_visible("a\r\nb\rc\nd\te", TEXT_ONE_LINE, "a b c d e");
	check_visible("a\r", TEXT_KEEP_LINES, "a\n");
	check_visible("\r\r\n\n", TEXT_KEEP_LINES, "\n\n\n");
}

static void visible_limits_marks(void **state)
{
	check_visible("и\u0306и" ACUTE, TEXT_ONE_LINE, "и\u0306и" ACUTE);
	check_visible("a" MARKS_8, TEXT_ONE_LINE, "a" MARKS_8);
	check_visible("a" MARKS_8 MARKS_8 MARKS_8 "b", TEXT_ONE_LINE,
	              "a" MARKS_8 "\ufffd"
	              "b");
	/* without a base of its own a mark would sit on the frame of the window */
	check_visible(ACUTE "a", TEXT_ONE_LINE, "\u25cc" ACUTE "a");
	check_visible("a\n" ACUTE, TEXT_KEEP_LINES, "a\n\u25cc" ACUTE);
}

/* Every byte, every pair of bytes and every code point: the result is valid UTF-8 with nothing in
 * it that a terminal would obey. */
static void check_harmless(const char *raw, size_t len)
{
	char *text = text_visible(raw, len, TEXT_ONE_LINE);
	size_t n = strlen(text);
	uint32_t cp;

	if (!utf8_valid(text, n, NULL))
		fail_msg("not valid UTF-8");
	for (size_t i = 0; i < n;) {
		i += utf8_decode(text + i, n - i, &cp);
		if (cp < 0x20 || (cp >= 0x7f && cp < 0xa0) || (cp >= 0x202a && cp <= 0x202e))
			fail_msg("U+%04X came through", cp);
	}
	free(text);
}

static void visible_is_harmless_for_any_bytes(void **state)
{
	for (int a = 0; a < 256; a++) {
		for (int b = 0; b < 256; b++) {
			char raw[] = {(char)a, (char)b};
			check_harmless(raw, 2);
		}
	}
	for (uint32_t cp = 0; cp < 0x3000; cp++) {
		char raw[4];
		check_harmless(raw, utf8_encode(cp, raw));
	}
}

static void widths_are_columns(void **state)
{
	assert_int_equal(text_width(""), 0);
	assert_int_equal(text_width("Київ"), 4);
	assert_int_equal(text_width("Ки" ACUTE "їв"), 4);
	assert_int_equal(text_width("\U0001f6a6!"), 3);
	assert_int_equal(text_width("警察"), 4);
	assert_int_equal(utf8_width(0x10fffe), 1);
}

static void fit_keeps_marks_with_their_base(void **state)
{
	int width;

	assert_int_equal(text_fit("Київ", 2, &width), 4);
	assert_int_equal(width, 2);
	assert_int_equal(text_fit("Ки" ACUTE "їв", 2, &width), 6);
	assert_int_equal(text_fit("警察", 3, &width), 3);
	assert_int_equal(width, 2);
	assert_int_equal(text_fit("ab", 9, NULL), 2);
	assert_int_equal(text_fit("ab", 0, NULL), 0);
	assert_int_equal(text_fit("ab", -1, NULL), 0);
}

static void ellipsis_only_where_cut(void **state)
{
	static const struct {
		const char *text;
		int columns;
		const char *expected;
	} cases[] = {
	        {"Київ", 4, "Київ"},    {"Київ", 3, "Ки…"},   {"Київ", 1, "…"}, {"Київ", 0, ""},
	        {"警察署", 5, "警察…"}, {"警察署", 4, "警…"}, {"", 3, ""},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char *text = text_ellipsis(cases[i].text, cases[i].columns);
		assert_string_equal(text, cases[i].expected);
		free(text);
	}
}

/* Wraps and joins the lines with '|'. */
static void check_wrap(const char *text, int columns, const char *expected)
{
	struct buf joined = {0};
	struct text_line *lines;
	size_t n = text_wrap(text, columns, &lines);

	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			buf_addc(&joined, '|');
		buf_add(&joined, text + lines[i].start, lines[i].len);
	}
	assert_string_equal(joined.data, expected);
	buf_release(&joined);
	free(lines);
}

static void wraps_at_blanks(void **state)
{
	static const struct {
		const char *text;
		int columns;
		const char *expected;
	} cases[] = {
	        {"", 10, ""},
	        {"один два", 20, "один два"},
	        {"один два", 8, "один два"},
	        {"один два", 7, "один|два"},
	        {"один два три", 4, "один|два|три"},
	        {"a\n\nb\n", 10, "a||b|"},
	        {"\n", 10, "|"},
	        {"abcdefgh", 3, "abc|def|gh"},
	        {"ab cdefgh", 3, "ab|cde|fgh"},
	        {"ab   cd", 3, "ab|cd"},
	        {"ab   ", 2, "ab"},
	        {"  ab", 4, "  ab"},
	        {"  abcdef", 4, "  ab|cdef"},
	        {"a" ACUTE "b" ACUTE "c", 2, "a" ACUTE "b" ACUTE "|c"},
	        {"警察署", 3, "警|察|署"},
	        {"警察", 1, "警|察"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		check_wrap(cases[i].text, cases[i].columns, cases[i].expected);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(decodes_what_rfc_3629_allows),
	        cmocka_unit_test(decodes_within_bounds),
	        cmocka_unit_test(encodes_what_it_decodes),
	        cmocka_unit_test(valid_names_the_first_bad_byte),
	        cmocka_unit_test(visible_shows_what_would_act),
	        cmocka_unit_test(visible_keeps_nul_in_sight),
	        cmocka_unit_test(visible_knows_line_breaks),
	        cmocka_unit_test(visible_limits_marks),
	        cmocka_unit_test(visible_is_harmless_for_any_bytes),
	        cmocka_unit_test(widths_are_columns),
	        cmocka_unit_test(fit_keeps_marks_with_their_base),
	        cmocka_unit_test(ellipsis_only_where_cut),
	        cmocka_unit_test(wraps_at_blanks),
	};

	if (i18n_init("en") != 0)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
