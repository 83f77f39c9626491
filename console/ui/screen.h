/* What a screen is to the rest of the console. Each stands in a file of its own, screen_NAME.c,
 * of which nothing is public but its struct screen_ops. */
#ifndef VARTA_CONSOLE_UI_SCREEN_H
#define VARTA_CONSOLE_UI_SCREEN_H

#include "console/data/row.h"
#include "console/queue/presence.h"
#include "console/terminal/key.h"
#include "console/terminal/keymap.h"
#include "console/terminal/verbs.h"

#include <stdbool.h>
#include <stdint.h>

struct app;
struct screen;

/* What has to happen next; the loop does it. */
enum next {
	NEXT_NOTHING,
	NEXT_PAINT,
	NEXT_CLOSE, /* close this screen, show the one below */
	NEXT_QUIT
};

/* What a screen is opened for; texts are copied where they are kept. Unused members are zero. */
struct ask {
	enum verb verb;       /* the act that it is opened for */
	int64_t id;           /* of a request */
	int version;          /* the one that the operator saw */
	const char *city;     /* its city's code */
	const char *question; /* what has to be confirmed */
	/* called where it was, with the screen below and what was asked for */
	enum next (*yes)(struct screen *below, int64_t id, int version);
};

/* One verb that works on a screen. */
struct action {
	enum verb verb;
	enum next (*run)(struct screen *s, enum verb verb);
};

struct screen_ops {
	enum context context;
	/* Where in the screen's own struct its list is; 0: it has none, see list_screen.h. */
	size_t list;
	/* Covers only the lower part: the screen below is painted first. */
	bool overlay;
	/* What works here, in the order of the help; ends with VERB_NONE. */
	const struct action *actions;
	/* What the line of hints names, most wanted first; ends with VERB_NONE. */
	const enum verb *hints;
	/* Makes the screen; size is that of the terminal, nothing is painted yet. */
	struct screen *(*open)(struct app *app, const struct ask *ask);
	/* Frees what open made, and itself. Queries that still run are never answered to it. */
	void (*close)(struct screen *s);
	/* The terminal has another size. May be NULL. */
	void (*resize)(struct screen *s);
	/* Writes its lines into the picture: all but the last two, which are the frame's. */
	void (*paint)(struct screen *s);
	/* Where the terminal's cursor stands, after paint. */
	void (*cursor)(const struct screen *s, int *y, int *x);
	/* A key that is bound to nothing here: text, a digit. May be NULL. */
	enum next (*key)(struct screen *s, keycode k);
	/* The request that the acts of acts.c work on here, so that none of them stands in actions;
	 * NULL: there is none now. May be NULL: no acts here. */
	const struct row *(*request)(const struct screen *s);
	/* At which request the operator is here, and what for, so that others see it. May be NULL:
	 * at none, or where the screen below is. */
	struct place (*attends)(const struct screen *s);
	/* Where requests are marked, the acts work on those. */
	bool bulk;
	/* Why that verb of actions, or that act, cannot be done now; NULL: it can. May be NULL. */
	const char *(*refuses)(const struct screen *s, enum verb verb);
	/* An act gave this row, and the operator goes on to the next one or not. May be NULL. */
	void (*changed)(struct screen *s, const struct row *row, bool moved_on);
	/* The database may hold something newer. May be NULL. */
	void (*refresh)(struct screen *s);
	/* A moment that somebody waited for has come, see app_wake_in(). May be NULL. */
	void (*wake)(struct screen *s);
	/* Writes to disk what was typed since the last time: every few seconds, and before the
	 * program ends for whatever reason. May be NULL. */
	void (*save)(struct screen *s);
};

/* The beginning of every screen's own struct. */
struct screen {
	const struct screen_ops *ops;
	struct app *app;
	unsigned serial; /* tells it from a later one at the same address */
};

/* For open: fills the beginning of a new screen. */
void screen_init(struct screen *s, struct app *app, const struct screen_ops *ops);

extern const struct screen_ops screen_queue;
extern const struct screen_ops screen_request;
extern const struct screen_ops screen_compose;
extern const struct screen_ops screen_material;
extern const struct screen_ops screen_conflict;
extern const struct screen_ops screen_similar;
extern const struct screen_ops screen_into;
extern const struct screen_ops screen_messages;
extern const struct screen_ops screen_guidance;
extern const struct screen_ops screen_versions;
extern const struct screen_ops screen_template;
extern const struct screen_ops screen_units;
extern const struct screen_ops screen_reasons;
extern const struct screen_ops screen_filter;
extern const struct screen_ops screen_note;
extern const struct screen_ops screen_confirm;
extern const struct screen_ops screen_views;
extern const struct screen_ops screen_view_save;
extern const struct screen_ops screen_jump;
extern const struct screen_ops screen_help;
extern const struct screen_ops screen_palette;
extern const struct screen_ops screen_map;
extern const struct screen_ops screen_statistics;
extern const struct screen_ops screen_outbox;
extern const struct screen_ops screen_history;
extern const struct screen_ops screen_results;
extern const struct screen_ops screen_words;
extern const struct screen_ops screen_until;
extern const struct screen_ops screen_prolong;
extern const struct screen_ops screen_workers;

#endif
