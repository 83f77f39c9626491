/* A list of things with all of the one under the cursor below it: what the unit's work and the
 * register have in common. The screens embed it at their beginning. */
#ifndef VARTA_CONSOLE_ORDER_THING_LIST_H
#define VARTA_CONSOLE_ORDER_THING_LIST_H

#include "console/order/thing_pane.h"
#include "console/ui/list_screen.h"

struct thing_list {
	struct screen screen;
	struct list list;
	struct thing_pane pane;
	struct thing *v; /* as many as the list has rows */
};

struct thing_list *thing_list_of(const struct screen *s);
void thing_list_init(struct thing_list *t, struct ui *ui, const struct screen_ops *ops,
                     const struct list_ops *rows);
/* The rows that came, in place of those that were there; false where none came, see
 * list_screen_answered(). Keys that were ahead of them are done: s may be closed afterwards. */
bool thing_list_take(struct screen *s, const PGresult *res, const struct db_error *error);
void thing_list_release(struct thing_list *t);

/* For struct list_ops. */
void thing_list_row(const struct list *l, size_t i, int y);
int64_t thing_list_id(const void *owner, size_t i);
void thing_list_moved(void *owner);

/* For struct screen_ops and tables of actions. */
const struct thing *thing_list_thing(const struct screen *s);
void thing_list_resize(struct screen *s);
enum next thing_list_open(struct screen *s, enum verb verb);
/* Marks of orders and defects: the one under the cursor, all in memory, none. */
enum next thing_list_mark(struct screen *s, enum verb verb);
/* '3 marked  12/534', total -1: as many as are there; the caller frees it. */
char *thing_list_position(const struct screen *s, int64_t total);
/* The list in these lines of the screen, and below it the one under the cursor. */
void thing_list_paint(struct screen *s, int y, int height);

/* The screen that shows one of that kind. */
enum screen_id thing_screen_of_kind(enum thing_kind kind);
/* Opens a thing on a screen of its own. */
void thing_open(struct ui *ui, enum thing_kind kind, int64_t id);

#endif
