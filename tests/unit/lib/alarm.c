/* Codes of alarms: each gives its sentence with its numbers; what is no code is said as it is.
 *
 * uses: lib/merkle/alarm.c
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lib/merkle/alarm.h"

static void assert_words(char *words, const char *expected)
{
	assert_string_equal(words, expected);
	free(words);
}

static void codes(void **state)
{
	char *code = alarm_code(ALARM_SHORT, 64, 128);

	assert_string_equal(code, "short 64 128");
	assert_words(alarm_english(code), "it has 64 leaves, and 128 were signed");
	free(code);
	code = alarm_code(ALARM_LEAF_CHANGED, 12, 7);
	assert_string_equal(code, "leaf_changed 12");
	assert_words(alarm_english(code), "leaf 12 is not the one that was signed");
	free(code);
	code = alarm_code(ALARM_UNSIGNED, 1, 2);
	assert_string_equal(code, "unsigned");
	free(code);
}

/* Every code is whole: none of its numbers is left out of the sentence. */
static void all(void **state)
{
	for (int alarm = ALARM_SHORT; alarm <= ALARM_STAMP_TIMELESS; alarm++) {
		char *code = alarm_code((enum alarm)alarm, UINT64_MAX, 4711);
		char *english = alarm_english(code);

		assert_string_not_equal(code, english);
		assert_null(strchr(english, '{'));
		assert_true(!strchr(code, ' ') == !strstr(english, "18446744073709551615"));
		free(english);
		free(code);
	}
}

/* What another program said stands in the sentence as it is, whatever it is. */
static void texts(void **state)
{
	for (int alarm = ALARM_UNREACHABLE; alarm <= ALARM_DISK; alarm++) {
		char *code = alarm_code_of_text((enum alarm)alarm, "550 5.7.1: no {1} {text}");
		char *english = alarm_english(code);

		assert_null(strstr(english, strchr(code, ':') - 1));
		assert_non_null(strstr(english, "550 5.7.1: no {1} {text}"));
		free(english);
		free(code);
	}
	assert_words(alarm_english("mail_refused: 550 no"), "the mail was refused (550 no)");
	assert_words(alarm_english("mail_refused: "), "the mail was refused ()");
}

static void no_codes(void **state)
{
	static const char *const texts[] = {
	        "",
	        "leaf_changed",
	        "leaf_changed ",
	        "leaf_changed x",
	        "leaf_changed 1 2",
	        "short 1",
	        "short 1 ",
	        "short 1 2 ",
	        "short  1 2",
	        "leaf",
	        "unsigned 1",
	        "421 try again later",
	        "mail_refused",
	        "mail_refused:",
	        "mail_refused 550",
	        "short: 1 2",
	        "leaf 5 is not the one that was signed",
	};

	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		assert_words(alarm_english(texts[i]), texts[i]);
		assert_words(alarm_words(texts[i]), texts[i]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(codes),
	        cmocka_unit_test(all),
	        cmocka_unit_test(texts),
	        cmocka_unit_test(no_codes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
