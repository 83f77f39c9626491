/* The tables of the filter language: keys with what they take, and flags. */
#include "console/filter/filter_key.h"

#include "lib/base/i18n.h"

#include <string.h>

#define LIST(...) ((const char *const[]){__VA_ARGS__, NULL})

static const struct filter_key keys[] = {
        {.names = {"status", "st"},
         .json = "status",
         .help = N_("new, pending, answered, …"),
         .codes = LIST("new", "pending", "answered", "rejected", "merged", "withdrawn"),
         .sets = {{"all", "new,pending,answered,rejected,merged,withdrawn"},
                  {"open", "new,pending"}}},
        {.names = {"city"}, .json = "city", .help = N_("the city's code")},
        {.names = {"cat", "category"}, .json = "category", .help = N_("the category's code")},
        {.names = {"kind"},
         .json = "kind",
         .help = N_("question, traffic, spot, …"),
         .codes = LIST("question", "traffic", "spot", "crime", "message")},
        {.names = {"district"}, .json = "district", .help = N_("the district's code")},
        {.names = {"unit"}, .json = "unit", .help = N_("the unit that has it")},
        {.names = {"operator", "op"},
         .json = "operator",
         .help = N_("whose it is: a login, me, none")},
        {.names = {"due"}, .json = "due", .takes = FILTER_TIME, .help = "<2d, today, ..2026-12-01"},
        {.names = {"received"},
         .json = "received",
         .takes = FILTER_TIME,
         .help = "<7d, yesterday, 2026-11-01..2026-11-30"},
        {.names = {"near"},
         .json = "near",
         .takes = FILTER_PLACE,
         .help = "50.45,30.52~300m, 10427~1km"},
        {.names = {"area"},
         .json = "area",
         .help = N_("where the place is"),
         .codes = LIST("inside", "other_city", "outside", "none")},
        {.names = {"draft"},
         .json = "draft",
         .help = N_("the answer that is not published"),
         .codes = LIST("any", "draft", "submitted", "approved", "recalled")},
        {.names = {"comment"},
         .json = "comment",
         .help = N_("what residents wrote later"),
         .codes = LIST("new", "mine")},
        {.names = {"text"}, .json = "text", .takes = FILTER_TEXT, .help = N_("words")},
        {.names = {"sort"},
         .json = "sort",
         .takes = FILTER_ONE,
         .help = N_("the order"),
         .codes = LIST("due", "-due", "received", "-received"),
         .sets = {{"newest", "-received"}, {"oldest", "received"}}},
        {.names = {"id", "no"}, .json = "id", .takes = FILTER_NUMBER, .help = N_("a number")},
};

static const struct filter_flag flags[] = {
        {"mine", "operator", "me", N_("what I have")},
        {"unassigned", "operator", "none", N_("what nobody has")},
        {"late", "late", NULL, N_("after the due date")},
        {"snoozed", "snoozed", NULL, N_("what is snoozed")},
        {"returned", "returned", NULL, N_("what a unit returned")},
};

const struct filter_key *filter_key_at(size_t i)
{
	return i < sizeof(keys) / sizeof(*keys) ? &keys[i] : NULL;
}

const struct filter_flag *filter_flag_at(size_t i)
{
	return i < sizeof(flags) / sizeof(*flags) ? &flags[i] : NULL;
}

const struct filter_key *filter_key_find(const char *name, size_t len)
{
	const struct filter_key *key;

	for (size_t k = 0; (key = filter_key_at(k)) != NULL; k++)
		for (int i = 0; i < FILTER_NAMES && key->names[i]; i++)
			if (strlen(key->names[i]) == len && strncmp(key->names[i], name, len) == 0)
				return key;
	return NULL;
}

const struct filter_flag *filter_flag_find(const char *word)
{
	const struct filter_flag *flag;

	for (size_t i = 0; (flag = filter_flag_at(i)) != NULL; i++)
		if (strcmp(flag->word, word) == 0)
			return flag;
	return NULL;
}
