/* What is said of a request when an act on it is done: what is now, not only what was done. */
#ifndef VARTA_CONSOLE_ACTION_OUTCOME_H
#define VARTA_CONSOLE_ACTION_OUTCOME_H

#include "console/action/action_table.h"
#include "console/data/row.h"

#include <stdbool.h>
#include <stdint.h>

/* 'referred — Patrol police', 'snoozed until Sun 29.11 08:00'. row is the request as it is now;
 * args are what the act was sent with, by their place in spec->args. The caller frees it. */
char *act_outcome(const struct action_spec *spec, const struct row *row, const char *const *args,
                  int64_t now);
/* Whether that names a deadline, for which the zones of the cities are needed. */
bool act_outcome_has_due(const struct action_spec *spec);

#endif
