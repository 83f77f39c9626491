/* The tables of the filter language: keys with what they take, and flags. */
#include "console/filter/filter_key.h"

#include "console/filter/filter.h"

#include "lib/base/i18n.h"

#include <string.h>

#define WORDS(...) ((const struct filter_word[]){__VA_ARGS__, {NULL, NULL}})

static const struct filter_key keys[] = {
        {.name = {"status", "стан"},
         .alias = "st",
         .json = "status",
         .help = N_("new, pending, answered, …"),
         .words = WORDS({"new", "нове"}, {"pending", "вирішується"}, {"answered", "вирішено"},
                        {"rejected", "відхилено"}, {"merged", "об’єднано"},
                        {"withdrawn", "відкликано"}),
         .sets = {{{"all", "усі"}, "new,pending,answered,rejected,merged,withdrawn"},
                  {{"open", "відкриті"}, "new,pending"}}},
        {.name = {"city", "місто"}, .json = "city", .help = N_("the city's code")},
        {.name = {"cat", "вид"},
         .alias = "category",
         .json = "category",
         .help = N_("the category's code")},
        {.name = {"kind", "тип"},
         .json = "kind",
         .help = N_("question, traffic, spot, …"),
         .words = WORDS({"question", "питання"}, {"traffic", "рух"}, {"spot", "місце"},
                        {"crime", "злочин"}, {"message", "повідомлення"})},
        {.name = {"district", "район"}, .json = "district", .help = N_("the district's code")},
        {.name = {"street", "вулиця"},
         .json = "street",
         .help = N_("the street, with _ for blanks")},
        {.name = {"unit", "підрозділ"},
         .json = "unit",
         .help = N_("the unit that has it"),
         .words = WORDS({"me", "мій"}),
         .more = true},
        {.name = {"operator", "оператор"},
         .alias = "op",
         .json = "operator",
         .help = N_("whose it is: a login, me, none"),
         .words = WORDS({"me", "я"}, {"none", "ніхто"}),
         .more = true},
        {.name = {"due", "строк"},
         .json = "due",
         .takes = FILTER_TIME,
         .help = N_("<2d, today, ..2026-12-01")},
        {.name = {"received", "надійшло"},
         .json = "received",
         .takes = FILTER_TIME,
         .help = N_("<7d, yesterday, 2026-11-01..2026-11-30")},
        {.name = {"near", "поруч"},
         .json = "near",
         .takes = FILTER_PLACE,
         .help = N_("50.45,30.52~300m, 10427~1km")},
        {.name = {"area", "місцевість"},
         .json = "area",
         .help = N_("where the place is"),
         .words = WORDS({"inside", "у_місті"}, {"other_city", "інше_місто"},
                        {"outside", "поза_містом"}, {"none", "без_місця"})},
        {.name = {"draft", "чернетка"},
         .json = "draft",
         .help = N_("the answer that is not published"),
         .words =
                 WORDS({"any", "будь-яка"}, {"draft", "чернетка"}, {"submitted", "на_затвердженні"},
                       {"approved", "затверджено"}, {"recalled", "відкликано"})},
        {.name = {"comment", "дописано"},
         .json = "comment",
         .help = N_("what residents wrote later"),
         .words = WORDS({"new", "нове"}, {"mine", "моє"})},
        {.name = {"text", "текст"}, .json = "text", .takes = FILTER_TEXT, .help = N_("words")},
        {.name = {"sort", "порядок"},
         .json = "sort",
         .takes = FILTER_ONE,
         .help = N_("the order"),
         .words = WORDS({"due", "строк"}, {"-due", "-строк"}, {"received", "надійшло"},
                        {"-received", "-надійшло"}),
         .sets = {{{"newest", "нові"}, "-received"}, {{"oldest", "давні"}, "received"}}},
        {.name = {"id", "номер"},
         .alias = "no",
         .json = "id",
         .takes = FILTER_NUMBER,
         .help = N_("a number")},
};

static const struct filter_flag flags[] = {
        {{"mine", "мої"}, "operator", "me", N_("what I have")},
        {{"unassigned", "нічиї"}, "operator", "none", N_("what nobody has")},
        {{"late", "прострочені"}, "late", NULL, N_("after the due date")},
        {{"snoozed", "відкладені"}, "snoozed", NULL, N_("what is snoozed")},
        {{"untaken", "неузяті"}, "untaken", NULL, N_("what a unit has not taken on yet")},
        {{"returned", "повернуті"}, "returned", NULL, N_("what a unit returned")},
};

const struct filter_language filter_requests = {
        .keys = keys,
        .keys_n = sizeof(keys) / sizeof(*keys),
        .flags = flags,
        .flags_n = sizeof(flags) / sizeof(*flags),
        .numbers = true,
};

const struct filter_key *filter_key_at(const struct filter_language *language, size_t i)
{
	return i < language->keys_n ? &language->keys[i] : NULL;
}

const struct filter_flag *filter_flag_at(const struct filter_language *language, size_t i)
{
	return i < language->flags_n ? &language->flags[i] : NULL;
}

const struct filter_key *filter_key_find(const struct filter_language *language, const char *name,
                                         size_t len)
{
	const struct filter_key *key;

	for (size_t k = 0; (key = filter_key_at(language, k)) != NULL; k++)
		if (filter_word_is(&key->name, name, len) ||
		    (key->alias && strlen(key->alias) == len &&
		     strncmp(key->alias, name, len) == 0))
			return key;
	return NULL;
}

const struct filter_flag *filter_flag_find(const struct filter_language *language, const char *word)
{
	const struct filter_flag *flag;

	for (size_t i = 0; (flag = filter_flag_at(language, i)) != NULL; i++)
		if (filter_word_is(&flag->word, word, strlen(word)))
			return flag;
	return NULL;
}

const struct filter_word *filter_key_word(const struct filter_key *key, const char *value,
                                          size_t len)
{
	for (const struct filter_word *word = key->words; word && word->code; word++)
		if (filter_word_is(word, value, len))
			return word;
	return NULL;
}
