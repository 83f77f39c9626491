/* The options of vartactl: one table for all subcommands, so that they may stand anywhere. */
#include "admin/vartactl.h"

const struct option_row option_table[OPT_COUNT] = {
        [OPT_BY_AREA] = {.name = "by-area"},
        [OPT_CATEGORY] = {.name = "category", .takes_value = true},
        [OPT_CITY] = {.name = "city", .takes_value = true, .many = true},
        [OPT_DEPUTY] = {.name = "deputy", .takes_value = true},
        [OPT_DISTRICT] = {.name = "district", .takes_value = true},
        [OPT_FROM] = {.name = "from", .takes_value = true},
        [OPT_JSON] = {.name = "json"},
        [OPT_JURISDICTION] = {.name = "jurisdiction", .takes_value = true},
        [OPT_KEY_STDIN] = {.name = "key-stdin"},
        [OPT_KIND] = {.name = "kind", .takes_value = true},
        [OPT_NAME] = {.name = "name", .takes_value = true},
        [OPT_NAME_EN] = {.name = "name-en", .takes_value = true},
        [OPT_POLICE] = {.name = "police"},
        [OPT_PRIORITY] = {.name = "priority", .takes_value = true},
        [OPT_ROLE] = {.name = "role", .takes_value = true},
        [OPT_TEXTS] = {.name = "texts"},
        [OPT_TRANSPORT] = {.name = "transport", .takes_value = true},
        [OPT_TZ] = {.name = "tz", .takes_value = true},
        [OPT_UNTIL] = {.name = "until", .takes_value = true},
        [OPT_WORKING] = {.name = "working"},
        [OPT_ZONE] = {.name = "zone", .takes_value = true},
        [OPT_CONFIG] = {.name = "config", .letter = 'c', .takes_value = true},
        [OPT_HELP] = {.name = "help", .letter = 'h'},
        [OPT_VERSION] = {.name = "version", .letter = 'V'},
};
