/* A line to type into, just above the line of state: what the screens with one have in common. */
#ifndef VARTA_CONSOLE_UI_PROMPT_H
#define VARTA_CONSOLE_UI_PROMPT_H

#include "console/ui/line_edit.h"
#include "console/ui/screen.h"

struct prompt {
	struct screen screen;
	struct edit edit;
	char *label;
};

/* For a screen that begins with one: fills it. */
void prompt_init(struct prompt *p, struct ui *ui, const struct screen_ops *ops, const char *label,
                 const char *text);
struct screen *prompt_new(struct ui *ui, const struct screen_ops *ops, const char *label,
                          const char *text);
/* Frees what is in it. */
void prompt_release(struct prompt *p);
const char *prompt_text(const struct screen *s);

/* An action for every verb of a text field, for the tables of actions. */
enum next prompt_edit(struct screen *s, enum verb verb);
#define PROMPT_ACTIONS                                                                             \
	{VERB_LEFT, prompt_edit}, {VERB_RIGHT, prompt_edit}, {VERB_LINE_START, prompt_edit},       \
	        {VERB_LINE_END, prompt_edit}, {VERB_DELETE_BACK, prompt_edit},                     \
	{                                                                                          \
		VERB_DELETE, prompt_edit                                                           \
	}

extern const enum verb prompt_hints[];
void prompt_close(struct screen *s);
void prompt_paint(struct screen *s);
void prompt_cursor(const struct screen *s, int *y, int *x);
enum next prompt_key(struct screen *s, keycode k);

#endif
