/* The middle of a screen on which a struct reply is written: the text, its keys, its copy on disk,
 * an outside editor. The screens embed it at their beginning. */
#ifndef VARTA_CONSOLE_REPLY_REPLY_SCREEN_H
#define VARTA_CONSOLE_REPLY_REPLY_SCREEN_H

#include "console/reply/reply.h"
#include "console/terminal/key.h"
#include "console/ui/screen.h"

#include <stddef.h>
#include <stdint.h>

struct reply_screen {
	struct screen screen;
	struct reply reply;
	size_t top;    /* first wrapped line of the text that is shown */
	int y, height; /* lines of the terminal that the text has */
};

struct reply_screen *reply_screen_of(const struct screen *s);
/* For open: begins the text for ask's id and version, or brings back what is kept on disk for that
 * city, and says so. Returns when that was kept, in seconds since 1970; 0: there is none. */
int64_t reply_screen_open(struct reply_screen *r, struct ui *ui, const struct screen_ops *ops,
                          const struct ask *ask, const char *city, int columns);
/* For close: what was typed stays on disk. */
void reply_screen_close(struct reply_screen *r);
/* Something was typed or put in. */
void reply_screen_touched(struct reply_screen *r);
void reply_screen_paint(struct reply_screen *r, int y, int height);

/* For screen_ops and the tables of actions. */
void reply_screen_keep(struct screen *s);
void reply_screen_cursor(const struct screen *s, int *y, int *x);
enum next reply_screen_key(struct screen *s, keycode k);
enum next reply_screen_paste(struct screen *s, const char *text);
enum next reply_screen_edit(struct screen *s, enum verb verb);
enum next reply_screen_editor(struct screen *s, enum verb verb);
enum next reply_screen_discard(struct screen *s, enum verb verb);

/* clang-format off */
/* An action for every verb of the text, for the ends of the tables. */
#define REPLY_SCREEN_ACTIONS \
	{VERB_NEWLINE, reply_screen_edit}, {VERB_LEFT, reply_screen_edit}, \
	{VERB_RIGHT, reply_screen_edit}, {VERB_UP, reply_screen_edit}, \
	{VERB_DOWN, reply_screen_edit}, {VERB_PAGE_UP, reply_screen_edit}, \
	{VERB_PAGE_DOWN, reply_screen_edit}, {VERB_LINE_START, reply_screen_edit}, \
	{VERB_LINE_END, reply_screen_edit}, {VERB_DELETE_BACK, reply_screen_edit}, \
	{VERB_DELETE, reply_screen_edit}, {VERB_DELETE_WORD, reply_screen_edit}, \
	{VERB_DELETE_START, reply_screen_edit}, {VERB_DELETE_END, reply_screen_edit}, \
	{VERB_NONE, NULL}
/* clang-format on */

#endif
