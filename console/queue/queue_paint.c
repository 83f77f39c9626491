/* Paints a request as a row of the queue, and of lists that look like it. */
#include "console/queue/queue_paint.h"

#include "console/data/session.h"
#include "console/queue/marks.h"
#include "console/queue/queue.h"
#include "console/terminal/term.h"
#include "console/ui/console.h"
#include "console/ui/ui.h"

#include <stdlib.h>

int64_t queue_biggest(struct row *const *rows, size_t n)
{
	int64_t biggest = 0;

	for (size_t i = 0; i < n; i++)
		if (rows[i]->id > biggest)
			biggest = rows[i]->id;
	return biggest;
}

static enum style late_style(const struct row *row)
{
	return row->due_state == DUE_LATE ? STYLE_LATE : STYLE_SOON;
}

void queue_paint(const struct queue_columns *c, const struct row *row,
                 const struct queue_look *look, int y)
{
	bool bright = look->selected && !look->arrow;
	enum style style = row->gone ? STYLE_FAINT : STYLE_PLAIN;
	char *line = queue_line(c, row, look->now, look->there);
	int bar = *row->unit || *row->operator? c->total : c->total - c->who;

	term_text(y, 0, c->total, bright ? STYLE_PLAIN : style, line);
	if (bright)
		term_style(y, 0, bar, STYLE_SELECTED);
	if (look->marked)
		term_text(y, 0, 1, bright ? STYLE_SELECTED : STYLE_BOLD, "#");
	else if (look->selected && look->arrow)
		term_text(y, 0, 1, STYLE_BOLD, ">");
	if (!bright && !row->gone && row->due_state != DUE_FAR)
		term_style(y, queue_late_at(c), 2, late_style(row));
	free(line);
}

void queue_paint_row(const struct list *l, size_t i, int y)
{
	const struct queue *q = l->owner;
	const struct console *console = q->ui->console;
	const struct row *row = q->pages.rows[i];
	const struct queue_look look = {
	        .selected = i == l->cursor,
	        .marked = marks_has(console->marks, row->id),
	        .arrow = l->arrow,
	        .now = session_now(q->ui->session),
	        .there = presence_find(console->presence, row->id),
	};

	queue_paint(&q->columns, row, &look, y);
}
