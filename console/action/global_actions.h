/* What works on every screen that does not do it differently: the screens that are opened from
 * everywhere among it. */
#ifndef VARTA_CONSOLE_ACTION_GLOBAL_ACTIONS_H
#define VARTA_CONSOLE_ACTION_GLOBAL_ACTIONS_H

#include "console/ui/screen.h"

#include <stddef.h>

/* NULL where verb is none of these. */
const struct action *global_actions_find(enum verb verb);
/* The i-th, for lists; VERB_NONE behind the last. */
enum verb global_actions_at(size_t i);

#endif
