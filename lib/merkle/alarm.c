/* Words the codes of alarms. */
#include "lib/merkle/alarm.h"

#include "lib/base/buf.h"
#include "lib/base/i18n.h"
#include "lib/base/xmalloc.h"

#include <inttypes.h>
#include <stdbool.h>
#include <string.h>

/* {1} and {2} stand for the numbers. */
static const struct {
	const char *code, *sentence;
} alarms[] = {
        [ALARM_SHORT] = {"short", N_("it has {1} leaves, and {2} were signed")},
        [ALARM_LEAF_MISSING] = {"leaf_missing", N_("leaf {1} is missing")},
        [ALARM_LEAF_CHANGED] = {"leaf_changed", N_("leaf {1} is not the one that was signed")},
        [ALARM_PAST_CHANGED] = {"past_changed",
                                N_("the first {1} leaves are not those that were signed")},
        [ALARM_FORGED] = {"forged", N_("it has seen another checkpoint of {1} leaves: this log was "
                                       "forged, or there are two with one key")},
        [ALARM_LOST] = {"lost",
                        N_("it has seen {1} leaves of this log, which has {2}: what was signed has "
                           "been lost, or there are two with one key")},
        [ALARM_REQUEST] = {"request", N_("it does not understand the request ({1})")},
        [ALARM_KEY] = {"key", N_("it does not know the key of this log ({1})")},
        [ALARM_LOG] = {"log", N_("it does not know this log ({1})")},
        [ALARM_PROOF] = {"proof",
                         N_("the proof that this log has only grown is not right ({1}): its tiles "
                            "were changed")},
        [ALARM_RESTLESS] = {"restless", N_("it names another size each time")},
        [ALARM_UNSIGNED] = {"unsigned", N_("its answer has no signature by its key")},
        [ALARM_STATUS] = {"status", N_("it answers with status {1}")},
};
enum { ALARMS = sizeof(alarms) / sizeof(*alarms), NUMBERS = 2 };

static bool takes(const char *sentence, int n)
{
	return strstr(sentence, n == 0 ? "{1}" : "{2}") != NULL;
}

char *alarm_code(enum alarm alarm, uint64_t first, uint64_t second)
{
	const uint64_t numbers[NUMBERS] = {first, second};
	struct buf code = {0};

	buf_adds(&code, alarms[alarm].code);
	for (int i = 0; i < NUMBERS && takes(alarms[alarm].sentence, i); i++)
		buf_addf(&code, " %" PRIu64, numbers[i]);
	return buf_steal(&code);
}

/* Takes the next number off *rest; returns its length, 0 where there is none. */
static size_t next_number(const char **rest, const char **number)
{
	size_t len;

	if (**rest != ' ')
		return 0;
	*number = *rest + 1;
	len = strspn(*number, "0123456789");
	*rest = *number + len;
	return len;
}

/* The sentence of a code, with where its numbers stand; NULL: it is none. */
static const char *look_up(const char *code, const char *number[NUMBERS], size_t len[NUMBERS])
{
	size_t word = strcspn(code, " ");

	for (size_t i = 0; i < ALARMS; i++) {
		const char *rest = code + word;
		bool whole = true;

		if (strlen(alarms[i].code) != word || strncmp(alarms[i].code, code, word) != 0)
			continue;
		for (int n = 0; n < NUMBERS; n++) {
			len[n] = takes(alarms[i].sentence, n) ? next_number(&rest, &number[n]) : 0;
			whole &= len[n] > 0 || !takes(alarms[i].sentence, n);
		}
		return whole && *rest == '\0' ? alarms[i].sentence : NULL;
	}
	return NULL;
}

static char *fill(const char *sentence, const char *const number[NUMBERS],
                  const size_t len[NUMBERS])
{
	struct buf out = {0};

	while (*sentence != '\0') {
		int n = sentence[0] == '{' && (sentence[1] == '1' || sentence[1] == '2') &&
		                        sentence[2] == '}'
		                ? sentence[1] - '1'
		                : -1;

		if (n >= 0)
			buf_add(&out, number[n], len[n]);
		else
			buf_addc(&out, *sentence);
		sentence += n >= 0 ? 3 : 1;
	}
	return buf_steal(&out);
}

static char *words(const char *code, bool translated)
{
	const char *number[NUMBERS] = {"", ""};
	size_t len[NUMBERS] = {0};
	const char *sentence = look_up(code, number, len);

	if (!sentence)
		return xstrdup(code);
	return fill(translated ? _(sentence) : sentence, number, len);
}

char *alarm_words(const char *code)
{
	return words(code, true);
}

char *alarm_english(const char *code)
{
	return words(code, false);
}
