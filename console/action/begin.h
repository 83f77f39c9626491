/* The acts on a request that change it, as screens begin them: the same from everywhere.
 *
 * The room action/ is what an operator does. The table of the acts (action_table.h) says what each
 * is, begin.h asks for what it takes and sends it, alone (send.h) or on all that are marked
 * (bulk.h); undo.h and recall.h remember what can be taken back; claim.h takes the next request.
 * global_actions.h has what works on every screen without changing a request. A list of choices
 * (picker.h) and a line (ask_argument.h) are what the screens that ask have in common, a list of
 * verbs (verb_list.h) what help and palette have. */
#ifndef VARTA_CONSOLE_ACTION_BEGIN_H
#define VARTA_CONSOLE_ACTION_BEGIN_H

#include "console/ui/screen.h"

#include <stdint.h>

/* Begins verb on the request of row, or on all that are marked where the screen works on those:
 * sends it, or asks first for what it needs. */
enum next act_begin(struct screen *s, const struct row *row, enum verb verb);
/* Sends verb as act_send_then() does, with nobody waiting, where there is a connection; says so
 * where there is none. id 0: for all that are marked, after a question. */
void act_send(struct console *console, enum verb verb, int64_t id, int version, const char *first,
              const char *second);
/* Closes s, which has asked for what the act takes, then the same. */
enum next act_finish(struct screen *s, enum verb verb, int64_t id, int version, const char *first,
                     const char *second);

#endif
