/* The running console: its screens, its connection, what it says to the operator. */
#ifndef VARTA_CONSOLE_APP_H
#define VARTA_CONSOLE_APP_H

#include "console/action/bulk.h"
#include "console/action/recall.h"
#include "console/action/undo.h"
#include "console/data/catalogue.h"
#include "console/data/session.h"
#include "console/data/statements.h"
#include "console/queue/marks.h"
#include "console/queue/preview.h"
#include "console/queue/queue.h"
#include "console/queue/recent.h"
#include "console/terminal/keymap.h"
#include "console/terminal/layout.h"
#include "console/terminal/term.h"
#include "console/ui/screen.h"
#include "lib/settings.h"

#include <stdbool.h>
#include <stdint.h>

enum { SCREENS_MAX = 8, MIN_COLUMNS = 40, MIN_LINES = 10, OWN_CHANGES = 16 };

struct act;

/* An act of this operator made of one version of a request the other. */
struct own_change {
	int64_t id;
	int before, after;
};

struct app {
	struct settings settings;
	struct keymap keymap;
	struct layout layout;
	struct session session;
	struct queue queue;
	struct catalogue catalogue;
	struct preview preview;
	struct recent recent;
	struct screen *stack[SCREENS_MAX];
	int depth;
	struct key_sequence typed; /* keys that began a sequence which is not complete */
	unsigned serials;
	char *message; /* NULL: none */
	enum style message_style;
	struct act *acts; /* that are not answered yet, see acts.c */
	struct own_change own[OWN_CHANGES];
	unsigned own_n;
	struct undo undo;
	struct marks marks;
	struct bulk bulk;
	struct presence presence;
	struct recall recall;
	bool claiming;   /* a claim is not answered yet */
	int64_t save_at; /* ticks of the next app_save(); 0: nothing to save */
	int64_t wake_at; /* ticks when the screens' wake is called; 0: nobody waits for a moment */
	bool dirty;      /* the picture has to be computed again */
	bool leaving;    /* quits as soon as the acts are answered */
	bool quit;
};

/* Opens a screen over the others. */
void app_push(struct app *app, const struct screen_ops *ops, const struct ask *ask);
struct screen *app_top(const struct app *app);
/* The screen below s, NULL where there is none. */
struct screen *app_below(const struct app *app, const struct screen *s);
/* Does what a handler of s returned. */
void app_next(struct app *app, struct screen *s, enum next next);

void app_key(struct app *app, keycode k);
/* Does verb on s as if its key had been pressed. */
void app_verb(struct app *app, struct screen *s, enum verb verb);

/* Whether verb means anything on s, and why it cannot be done now (NULL: it can). */
bool app_has(const struct screen *s, enum verb verb);
const char *app_refuses(const struct screen *s, enum verb verb);

/* Shows a message until the next key; one is there at a time. */
void app_say(struct app *app, enum style style, const char *fmt, ...)
        __attribute__((format(printf, 3, 4)));

/* Tells every screen that an act gave this row; moved_on: the operator goes on to the next one. */
void app_changed(struct app *app, struct row *row, bool moved_on);
/* Tells every screen that the database may hold something newer. */
void app_refresh(struct app *app);
/* Has every screen write to disk what was typed. */
void app_save(struct app *app);
/* Something was typed that is not on disk: app_save() within seconds. */
void app_save_soon(struct app *app);

/* Has wake called on every screen after that many ms, or sooner where another one waits for a
 * sooner moment: who waits for a later one asks again. */
void app_wake_in(struct app *app, int ms);
/* Calls it, if the moment has come. */
void app_wake(struct app *app);

void app_resize(struct app *app);
void app_paint(struct app *app);
/* Closes every screen and frees everything. */
void app_release(struct app *app);

#endif
