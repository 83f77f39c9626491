/* The options of vartactl: one table for all subcommands, so that they may stand anywhere. */
#include "admin/vartactl.h"

const struct option_row option_table[OPT_COUNT] = {
        [OPT_CITY] = {.name = "city", .takes_value = true, .many = true},
        [OPT_JSON] = {.name = "json"},
        [OPT_JURISDICTION] = {.name = "jurisdiction", .takes_value = true},
        [OPT_KEY_STDIN] = {.name = "key-stdin"},
        [OPT_NAME] = {.name = "name", .takes_value = true},
        [OPT_NAME_EN] = {.name = "name-en", .takes_value = true},
        [OPT_POLICE] = {.name = "police"},
        [OPT_ROLE] = {.name = "role", .takes_value = true},
        [OPT_TRANSPORT] = {.name = "transport", .takes_value = true},
        [OPT_TZ] = {.name = "tz", .takes_value = true},
        [OPT_ZONE] = {.name = "zone", .takes_value = true},
        [OPT_CONFIG] = {.name = "config", .letter = 'c', .takes_value = true},
        [OPT_HELP] = {.name = "help", .letter = 'h'},
        [OPT_VERSION] = {.name = "version", .letter = 'V'},
};
