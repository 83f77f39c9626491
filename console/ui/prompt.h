/* A line to type into, just above the line of state: what the screens with one have in common. */
#ifndef VARTA_CONSOLE_UI_PROMPT_H
#define VARTA_CONSOLE_UI_PROMPT_H

#include "console/ui/line_edit.h"
#include "console/ui/screen.h"

struct prompt {
	struct screen screen;
	struct edit edit;
	char *label;
	size_t back; /* how many lines back 'up' has gone; 0: what is typed is new */
};

/* For a screen that begins with one: fills it. */
void prompt_init(struct prompt *p, struct ui *ui, const struct screen_ops *ops, const char *label,
                 const char *text);
struct screen *prompt_new(struct ui *ui, const struct screen_ops *ops, const char *label,
                          const char *text);
/* Frees what is in it. */
void prompt_release(struct prompt *p);
const char *prompt_text(const struct screen *s);

/* Something was chosen by that line: on the same screen, 'up' brings it back later. */
void prompt_remember(const struct screen *s);

/* An action for every verb of a text field, for the tables of actions. */
enum next prompt_edit(struct screen *s, enum verb verb);
/* Older and newer lines that were chosen here. */
enum next prompt_recall(struct screen *s, enum verb verb);
/* clang-format off */
#define PROMPT_EDITS(edit) \
	{VERB_LEFT, edit}, {VERB_RIGHT, edit}, {VERB_LINE_START, edit}, {VERB_LINE_END, edit}, \
	{VERB_DELETE_BACK, edit}, {VERB_DELETE, edit}, {VERB_DELETE_WORD, edit}, \
	{VERB_DELETE_START, edit}, {VERB_DELETE_END, edit}
#define PROMPT_ACTIONS \
	PROMPT_EDITS(prompt_edit), {VERB_UP, prompt_recall}, {VERB_DOWN, prompt_recall}
/* clang-format on */

extern const enum verb prompt_hints[];
void prompt_close(struct screen *s);
void prompt_paint(struct screen *s);
void prompt_cursor(const struct screen *s, int *y, int *x);
enum next prompt_key(struct screen *s, keycode k);

#endif
