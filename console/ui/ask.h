/* A screen's questions to the database. */
#ifndef VARTA_CONSOLE_UI_ASK_H
#define VARTA_CONSOLE_UI_ASK_H

#include "console/data/statements.h"
#include "console/ui/ui.h"
#include "lib/db/db.h"

#include <stdbool.h>
#include <stdint.h>

typedef void screen_done(struct screen *s, const PGresult *res, const struct db_error *error);

/* Sends a query; done gets the answer, unless s has been closed by then. */
void ui_ask(struct screen *s, enum query query, const char *const params[], screen_done *done);
/* The same for a query whose only parameter is the number of a request or of what else it is for.
 */
void ui_ask_id(struct screen *s, enum query query, int64_t id, screen_done *done);
/* Asks whether all that was read and done before is certain, see db_certain.h. */
void ui_ask_certain(struct screen *s, screen_done *done);
/* Shows what the database refused, or that it cannot be reached. */
void ui_say_error(struct ui *ui, const struct db_error *error);
/* What a screen asked to store has been answered: it closes, says so, and what is shown is read
 * again; with an error it says that and stays. */
void ui_say_saved(struct screen *s, const struct db_error *error, const char *said);
/* Whether an act can be sent now; where not, says so to the operator. */
bool ui_ready(struct ui *ui);

#endif
