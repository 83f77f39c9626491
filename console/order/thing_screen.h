/* One order or one defect on a screen of its own: what both have in common. */
#ifndef VARTA_CONSOLE_ORDER_THING_SCREEN_H
#define VARTA_CONSOLE_ORDER_THING_SCREEN_H

#include "console/order/thing_pane.h"
#include "console/ui/screen.h"

struct thing_screen {
	struct screen screen;
	struct thing_pane pane;
	struct thing seed; /* what is asked for, until all of it is there */
	size_t top;
};

/* The members of struct screen_ops. */
struct screen *thing_screen_new(struct ui *ui, const struct screen_ops *ops, enum thing_kind kind,
                                int64_t id);
void thing_screen_close(struct screen *s);
void thing_screen_resize(struct screen *s);
void thing_screen_paint(struct screen *s);
void thing_screen_cursor(const struct screen *s, int *y, int *x);
/* Digits open what it names. */
enum next thing_screen_key(struct screen *s, keycode k);
const struct thing *thing_screen_thing(const struct screen *s);
void thing_screen_refresh(struct screen *s);

/* For the tables of actions: Enter opens the first that it names. */
enum next thing_screen_open(struct screen *s, enum verb verb);
enum next thing_screen_scroll(struct screen *s, enum verb verb);
/* clang-format off */
#define THING_ACTIONS \
	{VERB_OPEN, thing_screen_open}, {VERB_DOWN, thing_screen_scroll}, {VERB_UP, thing_screen_scroll}, \
	{VERB_PAGE_DOWN, thing_screen_scroll}, {VERB_PAGE_UP, thing_screen_scroll}, \
	{VERB_FIRST, thing_screen_scroll}, {VERB_LAST, thing_screen_scroll}, {VERB_NONE, NULL}
/* clang-format on */

#endif
