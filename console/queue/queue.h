/* The queue: the filter, the stretch of it that is in memory, and the reading of more.
 *
 * The room queue/ is the list that the console opens with, apart from its screen: the rows in
 * memory (pages.h) and how they are read (queue_reading.h), which of them are marked (marks.h), how
 * one looks (queue_line.h, queue_paint.h), the request under the cursor below them (preview.h), and
 * who else is at which (presence.h). */
#ifndef VARTA_CONSOLE_QUEUE_QUEUE_H
#define VARTA_CONSOLE_QUEUE_QUEUE_H

#include "console/queue/pages.h"
#include "console/queue/queue_line.h"
#include "console/terminal/verbs.h"

#include <stdbool.h>
#include <stdint.h>

struct ui;

/* From the start; the end; behind the last row in memory; before the first; all of them again. */
enum reading_kind { READING_FIRST, READING_LAST, READING_AFTER, READING_BEFORE, READING_ANEW };
enum { READING_KINDS = READING_ANEW + 1 };

struct queue {
	struct ui *ui;
	void (*read)(void *arg); /* called when rows were read */
	void *arg;
	struct pages pages;
	char *filter;    /* as the operator wrote it */
	char *json;      /* compiled */
	char *before;    /* the filter that the database took before; NULL: it takes this one */
	char *refused;   /* the last filter that the database did not take; NULL: none */
	unsigned epoch;  /* counts filters: answers to an earlier one are dropped */
	int64_t total;   /* rows of the queue; -1: not known yet */
	char *since;     /* the server's time when the operator looked; NULL: not yet */
	int64_t arrived; /* requests that have come in since then */
	bool loaded;     /* at least one page came */
	bool reads[READING_KINDS];    /* which readings are under way */
	bool to_top;                  /* the next reading begins at the first row */
	bool again;                   /* read once more after the present reading */
	int64_t wanted;               /* the cursor goes there as soon as it is read; 0: nowhere */
	bool repeated;                /* an empty search was asked for again */
	int64_t repeat_at;            /* ticks when that has to be done; 0: not */
	struct queue_columns columns; /* that a row is painted in */
};

/* read is called with arg whenever rows were read. */
void queue_init(struct queue *q, struct ui *ui, void (*read)(void *arg), void *arg);
void queue_release(struct queue *q);

/* Takes another filter and reads. Returns NULL or the complaint, which the caller frees; then
 * nothing has changed. */
char *queue_filter(struct queue *q, const char *text);
/* Asks how many rows there are, and how many of them have come in since the operator looked. */
void queue_count(struct queue *q);
/* Nothing has been looked at yet. */
void queue_forget(struct queue *q);
/* The operator has seen what has come in: counts it anew from now on. */
void queue_seen(struct queue *q);
/* '2 arrived  3 marked  12/534'; the caller frees it. */
char *queue_position(const struct queue *q, size_t marked);
/* Reads everything in memory again. */
void queue_refresh(struct queue *q);

/* Has an empty search be asked for once more a second later; queue_wake() does it, see
 * ui_wake_in(). */
void queue_repeat(struct queue *q);
/* Whether that moment has come. */
bool queue_repeat_due(struct queue *q);
void queue_wake(struct queue *q);

/* Moves the cursor as verb says: at once, or when the rows are there that it needs. */
void queue_move(struct queue *q, enum verb verb);
/* Gives the list height lines of the screen, from y on. */
void queue_place(struct queue *q, int y, int height);

/* Puts row in place of the one with its id, or frees it. */
void queue_replace(struct queue *q, struct row *row);

/* The row under the cursor, NULL where there is none. */
const struct row *queue_selected(const struct queue *q);
const struct row *queue_find(const struct queue *q, int64_t id);
/* Moves the cursor to that request, if it is in memory. */
void queue_select(struct queue *q, int64_t id);
/* The same, or as soon as it comes into memory, unless the cursor is moved before. */
void queue_want(struct queue *q, int64_t id);

#endif
