/* The page of a request: texts of residents are text wherever they stand, a page stays below its
 * limit whatever is written, and nothing is cut within a character.
 *
 * uses: syncd/page/request_page.c syncd/page/page_layout.c syncd/core/markup.c
 */
#include "syncd/page/request_page.h"

#include "lib/base/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static json_t *doc_of(const char *title, const char *text, const char *answer)
{
	json_t *doc = json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:n}", "service_request_id", "1234",
	                        "status", "closed", "service_name", "Яма", "title", title,
	                        "description", text, "requested_datetime",
	                        "2026-01-16T00:30:00+02:00", "expected_datetime");

	json_object_set_new(
	        doc, "answers",
	        json_pack("[{s:s, s:s}]", "datetime", "2026-01-17T10:00:00+02:00", "text", answer));
	return doc;
}

static char *html_of(json_t *doc, bool *cut)
{
	struct buf out = {0};

	*cut = page_html(&out, doc, "Київ", "uk");
	json_decref(doc);
	return buf_steal(&out);
}

static void whole(void **state)
{
	bool cut;
	char *html = html_of(doc_of("<b>", "<b>\n\nГлибока & \"яма\"", "Так"), &cut);

	assert_false(cut);
	assert_non_null(strstr(html, "<h1 dir=\"auto\">&lt;b&gt;</h1>"));
	assert_non_null(strstr(html, ">Глибока &amp; &quot;яма&quot;</p>"));
	assert_non_null(strstr(html, "16.01.2026 00:30"));
	assert_non_null(strstr(html, ">Так</p>"));
	assert_null(strstr(html, "1234.txt"));
	free(html);
}

/* The title is not said twice where it is the whole text. */
static void title_alone(void **state)
{
	bool cut;
	char *html = html_of(doc_of("Лише це", "Лише це", "Так"), &cut);

	assert_null(strstr(html, ">Лише це</p>"));
	free(html);
}

static void photo(void **state)
{
	static const struct {
		const char *url, *expected;
	} cases[] = {
	        {"/media/ab.jpg", "<img src=\"/media/ab.jpg\" alt=\"Photo\" loading=\"lazy\"/>"},
	        {"/a\"><b>", "<img src=\"/a&quot;&gt;&lt;b&gt;\""},
	        {"https://example.org/a.jpg", NULL},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		json_t *doc = doc_of("Назва", "Назва", "Так");
		char *html;
		bool cut;

		json_object_set_new(doc, "media_url", json_string(cases[i].url));
		html = html_of(doc, &cut);
		if (cases[i].expected)
			assert_non_null(strstr(html, cases[i].expected));
		else
			assert_null(strstr(html, "<img"));
		free(html);
	}
}

static char *many(const char *part, size_t n)
{
	struct buf out = {0};

	while (n--)
		buf_adds(&out, part);
	return buf_steal(&out);
}

static void long_ones(void **state)
{
	static const char *const parts[] = {"&", "ї", "\xe2\x80\xae", "е\xcc\x81", "漢", "a"};

	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++) {
		char *text = many(parts[i], 20000), *title = many(parts[i], 200), *html;
		bool cut;

		html = html_of(doc_of(title, text, text), &cut);
		assert_true(cut);
		assert_true(strlen(html) <= PAGE_MAX);
		assert_true(strlen(html) > PAGE_MAX / 3);
		assert_true(utf8_valid(html, strlen(html), NULL));
		assert_non_null(strstr(html, "<a href=\"1234.txt\">"));
		assert_null(strstr(html, "\xef\xbf\xbd"));
		free(html);
		free(title);
		free(text);
	}
}

static void plain(void **state)
{
	struct buf out = {0};
	json_t *doc = doc_of("Назва", "Назва\n\nТекст \x1b[2J", "Так");

	page_text(&out, doc);
	assert_string_equal(out.data, "Назва\n\n\nТекст ␛[2J\n\nAnswer, 2026-01-17\n\nТак\n");
	buf_release(&out);
	json_decref(doc);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(whole), cmocka_unit_test(title_alone), cmocka_unit_test(long_ones),
	        cmocka_unit_test(plain), cmocka_unit_test(photo),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
