/* Whether a peer shows what we told it: as HTML, in other lines, in a list of notes; and what is
 * only similar is not it.
 *
 * uses: syncd/push/text_match.c
 */
#include "syncd/push/text_match.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static bool shows(const char *json, const char *note)
{
	json_t *tree = json_loads(json, JSON_DECODE_ANY, NULL);
	bool found;

	assert_non_null(tree);
	found = text_match_in(tree, note);
	json_decref(tree);
	return found;
}

static void test_shown(void **state)
{
	static const char note[] = "Полагодили.\n\nДякуємо & \"до побачення\" <b>";

	assert_true(shows(
	        "{\"status_notes\":\"Полагодили.\\r\\n\\r\\nДякуємо & \\\"до побачення\\\" <b>\"}",
	        note));
	assert_true(shows("[{\"x\":[{\"note\":\"<p>Полагодили.</p>\\n<p>Дякуємо &amp; &quot;до "
	                  "побачення&quot; &lt;b&gt;</p>\"}]}]",
	                  "Полагодили. Дякуємо & \"до побачення\""));
	assert_true(shows("[1,null,\"Раніше: Так\"]", "Так"));
}

static void test_not_shown(void **state)
{
	assert_false(shows("{\"status_notes\":null,\"a\":[]}", "Так"));
	assert_false(shows("\"Полагод\"", "Полагодили"));
	assert_false(shows("{\"Так\":1}", "Так"));
	assert_false(shows("\"\"", "<p> </p>"));
	assert_false(text_match_in(NULL, "Так"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_shown),
	        cmocka_unit_test(test_not_shown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
