/* The options of the program and of its commands: letter, name, and whether a value follows. */
#include "console/cli/command.h"

const struct option_row option_table[OPT_COUNT] = {
        [OPT_CONFIG] = {.name = "config", .letter = 'c', .takes_value = true},
        [OPT_FILTER] = {.name = "filter", .letter = 'f', .takes_value = true},
        [OPT_LANGUAGE] = {.name = "language", .letter = 'l', .takes_value = true},
        [OPT_HELP] = {.name = "help", .letter = 'h'},
        [OPT_VERSION] = {.name = "version", .letter = 'V'},
        [OPT_JSON] = {.name = "json", .letter = 'j'},
        [OPT_LIMIT] = {.name = "limit", .letter = 'n', .takes_value = true},
        [OPT_DRY_RUN] = {.name = "dry-run", .letter = 'N'},
        [OPT_VERSION_SEEN] = {.name = "version-seen", .takes_value = true},
        [OPT_REASON] = {.name = "reason", .letter = 'r', .takes_value = true},
        [OPT_UNIT] = {.name = "unit", .letter = 'u', .takes_value = true},
        [OPT_NOTE] = {.name = "note", .letter = 'm', .takes_value = true},
        [OPT_TO] = {.name = "to", .letter = 't', .takes_value = true},
        [OPT_FILE] = {.name = "file", .letter = 'F', .takes_value = true},
        [OPT_INTO] = {.name = "into", .letter = 'i', .takes_value = true},
        [OPT_UNTIL] = {.name = "until", .letter = 'U', .takes_value = true},
        [OPT_DAYS] = {.name = "days", .letter = 'd', .takes_value = true},
        [OPT_REFERRAL] = {.name = "referral", .letter = 'R', .takes_value = true},
};
