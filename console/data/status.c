/* The tables of statuses and kinds, from code to word and sign and back. */
#include "console/data/status.h"

#include "lib/base/i18n.h"

#include <stddef.h>
#include <string.h>

static const struct {
	const char *code, *word, *sign;
} statuses[STATUS_COUNT + 1] = {
        [STATUS_NEW] = {"new", N_("new"), "*"},
        [STATUS_PENDING] = {"pending", N_("pending"), " "},
        [STATUS_ANSWERED] = {"answered", N_("answered"), "="},
        [STATUS_REJECTED] = {"rejected", N_("rejected"), "x"},
        [STATUS_MERGED] = {"merged", N_("merged"), "m"},
        [STATUS_WITHDRAWN] = {"withdrawn", N_("withdrawn"), "w"},
        [STATUS_COUNT] = {"?", N_("unknown"), "?"},
};

static const struct {
	const char *code, *word;
} kinds[] = {
        {"question", N_("question")},    {"traffic", N_("traffic")},
        {"spot", N_("dangerous place")}, {"crime", N_("crime, not urgent")},
        {"message", N_("message")},
};

enum status status_find(const char *code)
{
	enum status status = STATUS_NEW;

	while (status < STATUS_COUNT && strcmp(statuses[status].code, code) != 0)
		status++;
	return status;
}

const char *status_code(enum status status)
{
	return statuses[status].code;
}

const char *status_word(enum status status)
{
	return _(statuses[status].word);
}

const char *status_sign(enum status status)
{
	return statuses[status].sign;
}

const char *kind_word(const char *code)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (strcmp(kinds[i].code, code) == 0)
			return _(kinds[i].word);
	return code;
}
