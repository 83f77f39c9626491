/* The lower part of the queue on big terminals, or its right part on wide ones: the request under
 * the cursor. It follows the cursor when that rests, so that passing over a row neither asks the
 * database nor paints; its heading says whose text it is. */
#ifndef VARTA_CONSOLE_QUEUE_PREVIEW_H
#define VARTA_CONSOLE_QUEUE_PREVIEW_H

#include "console/ui/lines.h"

#include <stdbool.h>
#include <stdint.h>

struct queue;
struct recent;
struct ui;

struct preview {
	struct ui *ui;
	const struct queue *queue;
	struct recent *recent; /* what is known of requests without asking */
	int64_t id;            /* of the request that is shown; 0: none */
	int version;           /* of it */
	bool gone;             /* it was asked for again when it left the queue */
	int64_t next;          /* the one to be shown when the cursor has rested on it; 0: none */
	int64_t rested_at;     /* ticks of that moment */
	char *title;
	struct lines lines;
};

void preview_init(struct preview *p, struct ui *ui, const struct queue *queue,
                  struct recent *recent);
/* Lines that it takes below the list at the present size of the terminal; 0: there is no room. */
int preview_height(const struct preview *p);
/* Columns of the list, beside which it stands on wide terminals; all of them where it does not. */
int preview_list_columns(const struct preview *p);

/* The cursor may stand on another row, or the row may have changed. */
void preview_follow(struct preview *p);
/* The moment may have come that preview_follow() waits for. */
void preview_wake(struct preview *p);
/* The terminal has another size. */
void preview_resize(struct preview *p);
/* From line y on, preview_height() lines; at the side from top to y, where the list ends. */
void preview_paint(const struct preview *p, int top, int y);
void preview_release(struct preview *p);

#endif
