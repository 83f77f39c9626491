/* What works on every screen that does not do it differently: the screens that are opened from
 * everywhere among it. */
#ifndef VARTA_CONSOLE_EVERYWHERE_H
#define VARTA_CONSOLE_EVERYWHERE_H

#include <stddef.h>

#include "console/screen.h"

/* NULL where verb is none of these. */
const struct action *everywhere_find(enum verb verb);
/* The i-th, for lists; VERB_NONE behind the last. */
enum verb everywhere_at(size_t i);

#endif
