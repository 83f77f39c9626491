/* The screens that ask for what an act takes. */
#include "console/action/action_table.h"

const struct screen_ops *const ask_screens[ASKS_COUNT] = {
        [ASKS_REASON] = &screen_reasons,    [ASKS_UNIT] = &screen_units,
        [ASKS_OPERATOR] = &screen_workers,  [ASKS_TEXT] = &screen_words,
        [ASKS_DATE] = &screen_until,        [ASKS_DAYS] = &screen_prolong,
        [ASKS_DUPLICATE] = &screen_similar, [ASKS_EDITOR] = &screen_compose,
};
