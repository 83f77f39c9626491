/* What a screen is to the rest of the console. Each stands in a file of its own in screen/, of
 * which nothing is public but its struct screen_ops. */
#ifndef VARTA_CONSOLE_UI_SCREEN_H
#define VARTA_CONSOLE_UI_SCREEN_H

#include "console/data/statements.h"
#include "console/terminal/key.h"
#include "console/terminal/keymap.h"
#include "console/terminal/verbs.h"

#include <libpq-fe.h>
#include <stdbool.h>
#include <stdint.h>

struct console;
struct list;
struct row;
struct screen;
struct thing;
struct thing_pane;
struct ui;

/* Every screen; which object each is stands in screen/screens.c. */
enum screen_id {
	SCREEN_NONE,
	SCREEN_QUEUE,
	SCREEN_REQUEST,
	SCREEN_COMPOSE,
	SCREEN_SUGGESTIONS,
	SCREEN_CONFLICT,
	SCREEN_SIMILAR,
	SCREEN_MESSAGES,
	SCREEN_GUIDANCE,
	SCREEN_VERSIONS,
	SCREEN_TEMPLATE,
	SCREEN_FILTER,
	SCREEN_VIEWS,
	SCREEN_SAVE_VIEW,
	SCREEN_JUMP,
	SCREEN_HELP,
	SCREEN_PALETTE,
	SCREEN_MAP,
	SCREEN_STATISTICS,
	SCREEN_OUTBOX,
	SCREEN_HISTORY,
	SCREEN_RESULTS,
	SCREEN_CONFIRM,
	SCREEN_CHOOSE_UNIT,
	SCREEN_CHOOSE_REASON,
	SCREEN_CHOOSE_OPERATOR,
	SCREEN_ASK_NOTE,
	SCREEN_ASK_NUMBER,
	SCREEN_ASK_TEXT,
	SCREEN_ASK_DATE,
	SCREEN_ASK_DAYS,
	SCREEN_ASK_PERIOD,
	SCREEN_DEEDS,
	SCREEN_OPERATOR_DEEDS,
	SCREEN_DUTY,
	SCREEN_ASK_HOURS,
	SCREEN_ASK_AWAY,
	SCREEN_CHOOSE_DEPUTY,
	SCREEN_WORK,
	SCREEN_REGISTER,
	SCREEN_ORDER,
	SCREEN_DEFECT,
	SCREEN_INSTITUTIONS,
	SCREEN_INSPECTIONS,
	SCREEN_ROUND,
	SCREEN_CAMPAIGN,
	SCREEN_ORDER_STATISTICS,
	SCREEN_EXPORT,
	SCREEN_ROUND_FILE,
	SCREEN_ASK_ORDER,
	SCREEN_ORDER_FILTER,
	SCREEN_CHOOSE_GROUND,
	SCREEN_CHOOSE_INSTITUTION,
	SCREEN_CHOOSE_DEFECT,
	SCREEN_COUNT
};

/* Where the operator is, and what for, so that others see it. */
enum doing { DOING_NOTHING, DOING_VIEW, DOING_REPLY };

struct place {
	int64_t id; /* of the request; 0: nowhere */
	enum doing doing;
};

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
	const char *question; /* what has to be confirmed, or is typed already */
	const char *key; /* under which what was typed went to the database; NULL: it did not */
	/* called where it was, with the screen below and what was asked for */
	enum next (*yes)(struct screen *below, int64_t id, int version);
	/* Of a question: what the database is asked first, with one parameter, and what words of
	 * the answer are added (on the heap); NULL: nothing has to be said. No warn: nothing is
	 * asked. */
	enum query check;
	const char *param;
	char *(*warn)(struct console *console, const PGresult *res);
};

/* One verb that works on a screen. */
struct action {
	enum verb verb;
	enum next (*run)(struct screen *s, enum verb verb);
};

struct screen_ops {
	enum context context;
	/* Covers only the lower part: the screen below is painted first. */
	bool overlay;
	/* What works here, in the order of the help; ends with VERB_NONE. */
	const struct action *actions;
	/* What the line of hints names, most wanted first; ends with VERB_NONE. */
	const enum verb *hints;
	/* Makes the screen; size is that of the terminal, nothing is painted yet. */
	struct screen *(*open)(struct ui *ui, const struct ask *ask);
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
	/* A text of several lines that was pasted. NULL: where characters are typed here, it comes
	 * to key as one line; elsewhere it is refused. */
	enum next (*paste)(struct screen *s, const char *text);
	/* The request that the acts work on here, so that none of them stands in actions;
	 * NULL: there is none now. May be NULL: no acts here. */
	const struct row *(*request)(const struct screen *s);
	/* The defect or order that those acts work on here; NULL: there is none now. May be NULL:
	 * this is no screen of the unit. */
	const struct thing *(*thing)(const struct screen *s);
	/* Where this is a list of requests: goes by so many rows from that request, and returns the
	 * number of the one that it comes to; 0: there is none, or that request is not in it. May
	 * be NULL: this is no list. */
	int64_t (*step)(struct screen *s, int64_t id, int by);
	/* At which request the operator is here, and what for, so that others see it. May be NULL:
	 * at none, or where the screen below is. */
	struct place (*attends)(const struct screen *s);
	/* Where requests, or orders, are marked, the acts work on those. */
	bool bulk;
	/* Why that verb of actions, or that act, cannot be done now; NULL: it can. May be NULL. */
	const char *(*refuses)(const struct screen *s, enum verb verb);
	/* What verb does here, where that is not what it is called. May be NULL. */
	enum verb (*means)(const struct screen *s, enum verb verb);
	/* An act gave this row, and the operator goes on to the next one or not. May be NULL. */
	void (*changed)(struct screen *s, const struct row *row, bool moved_on);
	/* The database may hold something newer. May be NULL. */
	void (*refresh)(struct screen *s);
	/* A moment that somebody waited for has come, see ui_wake_in(). May be NULL. */
	void (*wake)(struct screen *s);
	/* Writes to disk what was typed since the last time: every few seconds, and before the
	 * program ends for whatever reason. May be NULL. */
	void (*save)(struct screen *s);
};

/* The beginning of every screen's own struct. */
struct screen {
	const struct screen_ops *ops;
	struct ui *ui;
	struct console *console;
	unsigned serial; /* tells it from a later one at the same address */
	enum verb verb;  /* the act that it has been opened for; VERB_NONE */
	/* What it is, or has in its middle, see list_screen_init(); NULL: none. */
	struct list *list;
	/* What it shows of the thing that it is at, see thing_pane.h; NULL: nothing. */
	struct thing_pane *pane;
};

#endif
