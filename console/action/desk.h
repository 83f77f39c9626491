/* Each role's own desk: where the console starts, and what is offered there at all. */
#ifndef VARTA_CONSOLE_ACTION_DESK_H
#define VARTA_CONSOLE_ACTION_DESK_H

#include "console/terminal/verbs.h"

#include <stdbool.h>

struct console;
struct ui;

/* Opens what the operator's role works on, unless something else is open already. */
void desk_open(struct console *console);
/* Whether verb is for one of the operator's roles, in whatever city; also where the roles are not
 * known yet. */
bool desk_offers(const struct ui *ui, enum verb verb);

#endif
