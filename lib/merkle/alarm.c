/* Words the codes of alarms. */
#include "lib/merkle/alarm.h"

#include "lib/base/buf.h"
#include "lib/base/i18n.h"
#include "lib/base/xmalloc.h"

#include <inttypes.h>
#include <stdbool.h>
#include <string.h>

/* {1} and {2} stand for the numbers, {text} for a text. */
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
        [ALARM_STAMP_NONE] = {"stamp_none", N_("the answer is no time stamp")},
        [ALARM_STAMP_TIMELESS] = {"stamp_timeless", N_("the time stamp has no time")},
        [ALARM_UNREACHABLE] = {"unreachable", N_("there is no answer ({text})")},
        [ALARM_MAIL_LATER] = {"mail_later", N_("the mail could not be sent yet ({text})")},
        [ALARM_MAIL_REFUSED] = {"mail_refused", N_("the mail was refused ({text})")},
        [ALARM_MAIL_NOBODY] = {"mail_nobody", N_("there is no such mailbox ({text})")},
        [ALARM_STAMP_WRONG] = {"stamp_wrong", N_("the time stamp is not right ({text})")},
        [ALARM_STAMP_CA] = {"stamp_ca", N_("there are no certificates in '{text}'")},
        [ALARM_TILES] = {"tiles", N_("the log cannot be read ({text})")},
        [ALARM_DISK] = {"disk", N_("what it answered cannot be kept ({text})")},
};
enum { ALARMS = sizeof(alarms) / sizeof(*alarms), NUMBERS = 2 };

/* What stands in a sentence for something else: the numbers, then the text. */
static const char *const marks[] = {"{1}", "{2}", "{text}"};
enum { MARKS = sizeof(marks) / sizeof(*marks), TEXT = NUMBERS };

/* What a code says, by mark. */
struct filling {
	const char *at;
	size_t len;
};

static bool takes(const char *sentence, int mark)
{
	return strstr(sentence, marks[mark]) != NULL;
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

char *alarm_code_of_text(enum alarm alarm, const char *text)
{
	return xasprintf("%s: %s", alarms[alarm].code, text);
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

/* Whether what stands behind the word of a code is what the sentence takes. */
static bool read_fillings(const char *rest, const char *sentence, struct filling fillings[MARKS])
{
	if (takes(sentence, TEXT)) {
		if (strncmp(rest, ": ", 2) != 0)
			return false;
		fillings[TEXT] = (struct filling){rest + 2, strlen(rest + 2)};
		return true;
	}
	for (int n = 0; n < NUMBERS; n++) {
		if (!takes(sentence, n))
			continue;
		fillings[n].len = next_number(&rest, &fillings[n].at);
		if (fillings[n].len == 0)
			return false;
	}
	return *rest == '\0';
}

/* The sentence of a code; NULL: it is none. */
static const char *look_up(const char *code, struct filling fillings[MARKS])
{
	size_t word = strcspn(code, " :");

	for (size_t i = 0; i < ALARMS; i++)
		if (strlen(alarms[i].code) == word && strncmp(alarms[i].code, code, word) == 0)
			return read_fillings(code + word, alarms[i].sentence, fillings)
			               ? alarms[i].sentence
			               : NULL;
	return NULL;
}

/* The mark that s begins with, MARKS: none. */
static int mark_at(const char *s)
{
	int mark = 0;

	while (mark < MARKS && strncmp(s, marks[mark], strlen(marks[mark])) != 0)
		mark++;
	return mark;
}

static char *fill(const char *sentence, const struct filling fillings[MARKS])
{
	struct buf out = {0};

	while (*sentence != '\0') {
		int mark = mark_at(sentence);

		if (mark < MARKS) {
			buf_add(&out, fillings[mark].at, fillings[mark].len);
			sentence += strlen(marks[mark]);
		} else {
			buf_addc(&out, *sentence++);
		}
	}
	return buf_steal(&out);
}

static char *words(const char *code, bool translated)
{
	struct filling fillings[MARKS] = {0};
	const char *sentence = look_up(code, fillings);

	if (!sentence)
		return xstrdup(code);
	return fill(translated ? _(sentence) : sentence, fillings);
}

char *alarm_words(const char *code)
{
	return words(code, true);
}

char *alarm_english(const char *code)
{
	return words(code, false);
}
