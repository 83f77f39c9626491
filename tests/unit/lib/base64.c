/* Base64: the examples of RFC 4648, and nothing read that would not have been written so. */
#include "lib/base/base64.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const struct {
	const char *bytes, *text;
} examples[] = {
        {"", ""},
        {"f", "Zg=="},
        {"fo", "Zm8="},
        {"foo", "Zm9v"},
        {"foob", "Zm9vYg=="},
        {"fooba", "Zm9vYmE="},
        {"foobar", "Zm9vYmFy"},
};

static void test_examples(void **state)
{
	for (size_t i = 0; i < sizeof(examples) / sizeof(*examples); i++) {
		struct buf text = {0}, bytes = {0};
		size_t len = strlen(examples[i].bytes);

		base64_add(&text, examples[i].bytes, len);
		assert_int_equal(text.len, BASE64_LENGTH(len));
		assert_string_equal(text.data ? text.data : "", examples[i].text);
		assert_true(base64_decode(&bytes, examples[i].text, strlen(examples[i].text)));
		assert_int_equal(bytes.len, len);
		assert_memory_equal(bytes.data ? bytes.data : "", examples[i].bytes, len);
		buf_release(&text);
		buf_release(&bytes);
	}
}

static void test_wrong(void **state)
{
	static const char *const wrong[] = {"Z",    "Zg",   "Zg=",      "Zg===",   "Zh==", "Zm9=",
	                                    "=g==", "Z===", "Zg==Zg==", "Zm9-",    "Zm 9", "Zm9\n",
	                                    "====", "Zg=A", "Zm9v\n",   "\u04309v"};
	struct buf bytes = {0};

	buf_adds(&bytes, "kept");
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		assert_false(base64_decode(&bytes, wrong[i], strlen(wrong[i])));
		assert_string_equal(bytes.data, "kept");
	}
	assert_false(base64_decode(&bytes, "Zm\0v", 4));
	buf_release(&bytes);
}

/* Every group of two and of three characters that a byte or two have is written again as it was. */
static void test_every_end(void **state)
{
	static const char all[] =
	        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=";
	size_t right = 0;

	for (size_t a = 0; a < sizeof(all) - 1; a++)
		for (size_t b = 0; b < sizeof(all) - 1; b++) {
			char group[4] = {'A', all[a], all[b], '='};
			struct buf bytes = {0}, again = {0};
			if (base64_decode(&bytes, group, 4)) {
				base64_add(&again, bytes.data, bytes.len);
				assert_memory_equal(again.data, group, 4);
				right++;
			}
			buf_release(&bytes);
			buf_release(&again);
		}
	assert_int_equal(right, 4 + 64 * 16);
}

static void test_exactly(void **state)
{
	char out[3] = "..";

	assert_true(base64_decode_exactly("Zm8=", 4, out, 2));
	assert_string_equal(out, "fo");
	assert_false(base64_decode_exactly("Zm9v", 4, out, 2));
	assert_false(base64_decode_exactly("Zg==", 4, out, 2));
	assert_false(base64_decode_exactly("Zm8=", 4, out, 3));
	assert_string_equal(out, "fo");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_examples),
	        cmocka_unit_test(test_wrong),
	        cmocka_unit_test(test_every_end),
	        cmocka_unit_test(test_exactly),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
