/* A list as the middle of a screen: what all screens that have one do alike. */
#ifndef VARTA_CONSOLE_UI_LIST_SCREEN_H
#define VARTA_CONSOLE_UI_LIST_SCREEN_H

#include "console/ui/lines.h"
#include "console/ui/list.h"
#include "console/ui/screen.h"
#include "lib/db/db.h"

/* For open, behind screen_init(): the list is the screen's, and the screen its rows' owner. */
void list_screen_init(struct screen *s, struct list *l, const struct list_ops *ops);
/* Whether verb is for rows that are still to come, and is kept for list_screen_replay(). */
bool list_screen_waits(struct screen *s, enum verb verb);
/* Whether rows came: then forget has freed those that were there, and list_set() takes the new
 * ones. Otherwise what the database refused stands in the list, or, offline, what was read stays.
 */
bool list_screen_answered(struct screen *s, const struct db_error *error,
                          void (*forget)(struct screen *s));
/* Does what was typed before the rows were there, behind list_set(). The screen may be closed
 * afterwards. */
void list_screen_replay(struct screen *s);

/* Below the list, down to the end of the screen: a rule with a title (NULL: none) and the text of
 * the cursor's row. */
void list_screen_preview(const struct screen *s, const char *title, const struct lines *text);

/* For the tables of actions and for screen_ops; step where request is the row under the cursor. */
int64_t list_screen_step(struct screen *s, int64_t id, int by);
enum next list_screen_move(struct screen *s, enum verb verb);
enum next list_screen_key(struct screen *s, keycode k);
void list_screen_cursor(const struct screen *s, int *y, int *x);

/* clang-format off */
#define LIST_ACTIONS \
	{VERB_DOWN, list_screen_move}, {VERB_UP, list_screen_move}, \
	{VERB_PAGE_DOWN, list_screen_move}, {VERB_PAGE_UP, list_screen_move}, \
	{VERB_FIRST, list_screen_move}, {VERB_LAST, list_screen_move}, {VERB_NONE, NULL}
/* clang-format on */

#endif
