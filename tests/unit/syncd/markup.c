/* The HTML and XML that the daemon writes: a text is a text wherever it stands, every element is
 * closed, and no address leads to a script.
 *
 * uses: syncd/core/markup.c
 */
#include "syncd/core/markup.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define HTML "<!DOCTYPE html>\n"
#define XML  "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"

static void check(const struct buf *out, const char *expected)
{
	assert_string_equal(out->data, expected);
}

/* The text stands in an element and in an attribute. */
static void texts_are_texts(void **state)
{
	static const struct {
		const char *text, *expected, *in_attribute;
	} cases[] = {
	        {"Яма & <b> \"a\" 'b'", "Яма &amp; &lt;b&gt; &quot;a&quot; 'b'",
	         "Яма &amp; &lt;b&gt; &quot;a&quot; 'b'"},
	        {"\x1b[31m", "␛[31m", "␛[31m"},
	        {"a\xe2\x80\xae"
	         "b",
	         "a&lt;U+202E&gt;b", "a&lt;U+202E&gt;b"},
	        {"\xef\xbf\xbe\xef\xbf\xbf\xef\xbf\xbd", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd",
	         "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"},
	        {"\xff", "\xef\xbf\xbd", "\xef\xbf\xbd"},
	        {"a\r\nb", "a\nb", "a b"},
	        {"", "", ""},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct buf out = {0}, expected = {0};
		struct markup *m = markup_new(&out, MARKUP_HTML);

		buf_addf(&expected, HTML "<p title=\"%s\">%s</p>\n", cases[i].in_attribute,
		         cases[i].expected);
		markup_open(m, "p", "title", cases[i].text, NULL);
		markup_text(m, cases[i].text);
		markup_free(m);
		check(&out, expected.data);
		buf_release(&expected);
		buf_release(&out);
	}
}

static void nothing_is_nothing(void **state)
{
	struct buf out = {0};
	struct markup *m = markup_new(&out, MARKUP_HTML);

	markup_element(m, "p", NULL, "title", NULL, "dir", "auto", NULL);
	markup_text(m, NULL);
	markup_free(m);
	check(&out, HTML "<p dir=\"auto\"></p>\n");
	buf_release(&out);
}

static void every_element_is_closed(void **state)
{
	struct buf out = {0};
	struct markup *m = markup_new(&out, MARKUP_HTML);

	markup_open(m, "main", NULL);
	markup_element(m, "script", NULL, "src", "a.js", NULL);
	markup_element(m, "img", NULL, "src", "a.png", NULL);
	markup_open(m, "p", NULL);
	markup_element(m, "a", "b", "href", "c", NULL);
	markup_free(m);
	check(&out, HTML "<main><script src=\"a.js\"></script>\n<img src=\"a.png\"/>"
	                 "<p><a href=\"c\">b</a></p>\n</main>\n");
	buf_release(&out);
}

static void a_page_has_a_head(void **state)
{
	struct buf out = {0};
	struct markup *m = markup_new_page(&out, "uk");

	markup_element(m, "title", "Варта", NULL);
	markup_free(m);
	assert_non_null(strstr(out.data, HTML "<html lang=\"uk\"><head><meta charset=\"utf-8\"/>"));
	assert_non_null(strstr(out.data, "<title>Варта</title>\n</head>\n</html>\n"));
	buf_release(&out);
}

static void xml_is_indented(void **state)
{
	struct buf out = {0};
	struct markup *m = markup_new(&out, MARKUP_XML);

	markup_open(m, "a", NULL);
	markup_element(m, "b", NULL, "href", "x", NULL);
	markup_open(m, "c", NULL);
	markup_data(m, "\x01\r\n<\xe2\x80\xae");
	markup_free(m);
	check(&out, XML "<a>\n  <b href=\"x\"/>\n  <c>\xef\xbf\xbd&#13;\n&lt;\xe2\x80\xae</c>\n"
	                "</a>\n");
	buf_release(&out);
}

static void addresses(void **state)
{
	static const struct {
		const char *address;
		bool good;
	} cases[] = {
	        {"", true},
	        {"r/0/1.html", true},
	        {"/media/a.jpg", true},
	        {"../../?a=b:c", true},
	        {"#a:b", true},
	        {"https://example.org/", true},
	        {"HTTP://example.org", true},
	        {"mailto:a@example.org", true},
	        {"javascript:alert(1)", false},
	        {" javascript:alert(1)", false},
	        {"java\nscript:alert(1)", false},
	        {"data:text/html,x", false},
	        {"vbscript:x", false},
	        {":x", false},
	        {"//example.org/", false},
	        {"/\\example.org/", false},
	        {"\\\\example.org", false},
	};
	static const char *const attributes[] = {"href", "src", "action"};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct buf out = {0};
		struct markup *m = markup_new(&out, MARKUP_HTML);

		assert_int_equal(markup_is_url(cases[i].address), cases[i].good);
		markup_element(m, "p", NULL, attributes[i % 3], cases[i].address, NULL);
		markup_free(m);
		assert_int_equal(strcmp(out.data, HTML "<p></p>\n") != 0, cases[i].good);
		buf_release(&out);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(texts_are_texts),         cmocka_unit_test(nothing_is_nothing),
	        cmocka_unit_test(every_element_is_closed), cmocka_unit_test(a_page_has_a_head),
	        cmocka_unit_test(xml_is_indented),         cmocka_unit_test(addresses),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
