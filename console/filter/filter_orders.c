/* The tables of the register's filter language: keys with what they take, and flags. */
#include "console/filter/filter.h"
#include "console/filter/filter_key.h"
#include "lib/base/i18n.h"

#define WORDS(...) ((const struct filter_word[]){__VA_ARGS__, {NULL, NULL}})

static const struct filter_key keys[] = {
        {.name = {"state", "стан"},
         .json = "state",
         .help = N_("issued, rejected, verified-done, …"),
         .words = WORDS({"all", "усі"}, {"draft", "чернетка"}, {"issued", "видано"},
                        {"delivered", "вручено"}, {"acknowledged", "отримано"},
                        {"accepted", "прийнято"}, {"rejected", "відмова"},
                        {"made-safe", "убезпечено"}, {"reported-done", "повідомлено"},
                        {"verified-done", "усунено"}, {"not-done", "не_усунено"},
                        {"cancelled", "скасовано"}, {"reissued", "видано_заново"}),
         .more = true},
        {.name = {"city", "місто"}, .json = "city", .help = N_("the city's code")},
        {.name = {"institution", "установа"},
         .json = "institution",
         .help = N_("the institution's code")},
        {.name = {"district", "район"}, .json = "district", .help = N_("the district's code")},
        {.name = {"object", "об’єкт"},
         .json = "object",
         .help = N_("the kind of thing: light, sign, …")},
        {.name = {"unit", "підрозділ"},
         .json = "unit",
         .help = N_("the unit that has it"),
         .words = WORDS({"me", "мій"}),
         .more = true},
        {.name = {"issued", "видано"},
         .json = "issued",
         .takes = FILTER_DAYS,
         .help = N_(">2026-03-01, 2026-03-01..2026-03-31, today")},
        {.name = {"done", "усунено"},
         .json = "done",
         .help = N_("in-time or late"),
         .words = WORDS({"in-time", "вчасно"}, {"late", "пізно"})},
        {.name = {"text", "текст"}, .json = "text", .takes = FILTER_TEXT, .help = N_("words")},
};

static const struct filter_flag flags[] = {
        {{"overdue", "прострочені"}, "overdue", NULL, N_("after the due date")},
        {{"escalated", "керівникові"}, "escalated", NULL, N_("what is the head's matter")},
        {{"asked", "просять"}, "asked", NULL, N_("the owner asks for more time")},
        {{"mine", "мої"}, "mine", NULL, N_("what I have drafted")},
        {{"undelivered", "недоставлені"}, "undelivered", NULL, N_("the last mail did not arrive")},
        {{"enforced", "покарані"}, "enforced", NULL, N_("with a protocol or a ruling")},
        {{"repeated", "повторні"}, "repeated", NULL, N_("about a place where it was before")},
};

const struct filter_language filter_orders = {
        .keys = keys,
        .keys_n = sizeof(keys) / sizeof(*keys),
        .flags = flags,
        .flags_n = sizeof(flags) / sizeof(*flags),
};
