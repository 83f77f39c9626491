/* The user interface: the stack of screens, the line of messages, and the moments at which
 * something has to be painted, saved or done.
 *
 * The room ui/ holds what every screen is made of: what a screen is (screen.h), from a key to what
 * it does (dispatch.h), from the screens to the picture (paint.h, frame.h, key_hints.h), a screen's
 * questions to the database (ask.h), and the parts that screens share: lines of text, a report, a
 * line to type, a field for a longer text. It knows the terminal and the session below it. What it
 * needs of the rooms above comes through struct ui_hooks; those rooms find each other through
 * struct console. */
#ifndef VARTA_CONSOLE_UI_UI_H
#define VARTA_CONSOLE_UI_UI_H

#include "console/terminal/keymap.h"
#include "console/terminal/term.h"
#include "console/ui/screen.h"

#include <stdbool.h>
#include <stdint.h>

struct console;
struct keymap;
struct layout;
struct session;
struct settings;

enum { SCREENS_MAX = 8 };

/* What the rooms above do for it; all are given. */
struct ui_hooks {
	/* Whether verb is an act on a request: then it works on every screen that gives one. */
	bool (*is_act)(enum verb verb);
	/* Why an act cannot be done with that request now; NULL: it can, or nobody knows. Good
	 * until the next call. */
	const char *(*refuses_act)(const struct screen *s, const struct row *row, enum verb verb);
	/* Whether that is known of the request at all. */
	bool (*knows)(const struct screen *s, const struct row *row);
	/* Whether verb is for the operator's roles at all; also before they are known. */
	bool (*offers)(const struct ui *ui, enum verb verb);
	/* Which act the key of an act stands for, with the request of row. */
	enum verb (*means_act)(const struct ui *ui, const struct row *row, enum verb verb);
	/* Begins an act on the request of row, NULL where the screen has none now. */
	enum next (*begin_act)(struct screen *s, const struct row *row, enum verb verb);
	/* What works on every screen that does not do it differently; NULL: not that verb. */
	const struct action *(*find_global)(enum verb verb);
	/* The picture is about to be painted. */
	void (*painting)(struct ui *ui);
	/* The database may hold something newer; the screens are told after this. */
	void (*refresh)(struct ui *ui);
	/* A moment that somebody waited for has come; the screens are told after this. */
	void (*wake)(struct ui *ui);
	/* What would be lost if the console ended now, as a question; NULL: nothing. The caller
	 * frees it. */
	char *(*loses)(struct ui *ui);
	/* What stands at the right of the line of state; NULL: nothing. The caller frees it. */
	char *(*edge)(const struct ui *ui);
};

struct ui {
	const struct ui_hooks *hooks;
	const struct screen_ops *const *screens; /* by enum screen_id */
	struct console *console;
	struct session *session;
	const struct settings *settings;
	const struct keymap *keymap;
	const struct layout *layout;
	struct screen *stack[SCREENS_MAX];
	int depth;
	unsigned serials;
	struct key_sequence typed; /* keys that began a sequence which is not complete */
	char *message;             /* NULL: none */
	enum style message_style;
	int64_t save_at; /* ticks of the next ui_save(); 0: nothing to save */
	int64_t wake_at; /* ticks when the screens' wake is called; 0: nobody waits for a moment */
	bool dirty;      /* the picture has to be computed again */
	bool quit;
};

/* For open of a screen: fills the beginning of a new one. */
void screen_init(struct screen *s, struct ui *ui, const struct screen_ops *ops);

/* Opens a screen over the others; nothing happens where too many are open. */
void ui_push(struct ui *ui, enum screen_id id, const struct ask *ask);
struct screen *ui_top(const struct ui *ui);
/* The screen below s, NULL where there is none. */
struct screen *ui_below(const struct ui *ui, const struct screen *s);
/* The open screen of that kind that is nearest to the top, NULL where there is none. */
struct screen *ui_find(const struct ui *ui, enum screen_id id);
/* Whether s is a screen of that kind. */
bool ui_is(const struct screen *s, enum screen_id id);
/* Does what a handler of s returned. */
void ui_next(struct ui *ui, struct screen *s, enum next next);

/* Shows a message until the next key; one is there at a time. */
void ui_say(struct ui *ui, enum style style, const char *fmt, ...)
        __attribute__((format(printf, 3, 4)));
/* Shows no message any longer. */
void ui_unsay(struct ui *ui);

/* Tells every screen that an act gave this row; moved_on: the operator goes on to the next one. */
void ui_changed(struct ui *ui, const struct row *row, bool moved_on);
/* Tells every screen that the database may hold something newer. */
void ui_refresh(struct ui *ui);
/* Has every screen write to disk what was typed. */
void ui_save(struct ui *ui);
/* Something was typed that is not on disk: ui_save() within a quarter of a second. */
void ui_save_soon(struct ui *ui);
/* The disk refuses something: ui_save() once more in seconds. */
void ui_save_later(struct ui *ui);

/* Has wake called on every screen after that many ms, or sooner where another one waits for a
 * sooner moment: who waits for a later one asks again. */
void ui_wake_in(struct ui *ui, int ms);
/* Calls it, if the moment has come. */
void ui_wake(struct ui *ui);

/* Where the operator is, as the topmost screen that says so has it. */
struct place ui_place(const struct ui *ui);
/* The terminal has another size. */
void ui_resize(struct ui *ui);
/* Saves what was typed and closes every screen. */
void ui_release(struct ui *ui);

#endif
