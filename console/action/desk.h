/* Each role's own desk: where the console starts, and what is offered there at all. */
#ifndef VARTA_CONSOLE_ACTION_DESK_H
#define VARTA_CONSOLE_ACTION_DESK_H

#include "console/terminal/verbs.h"

#include <stdbool.h>

struct console;
struct row;
struct ui;

/* Opens what the operator's role works on, unless something else is open already. */
void desk_open(struct console *console);
/* Whether verb is for one of the operator's roles, in whatever city; also where the roles are not
 * known yet. */
bool desk_offers(const struct ui *ui, enum verb verb);

/* What the key of verb does with the request of row (NULL: none): mostly that verb. Who may not
 * accept, reject or publish but is of the unit that has the request does with the same keys what
 * the unit does. */
enum verb desk_means(const struct ui *ui, const struct row *row, enum verb verb);

#endif
