/* Joins a screen and its list: the verbs that move the cursor, digits, and keys ahead of the rows.
 */
#include "console/ui/list_screen.h"

#include "console/data/row.h"
#include "console/ui/dispatch.h"
#include "console/ui/frame.h"
#include "console/ui/ui.h"
#include "lib/db/db_error.h"
#include "lib/program/settings.h"

void list_screen_init(struct screen *s, struct list *l, const struct list_ops *ops)
{
	s->list = l;
	list_init(l, ops, s, s->ui->settings->arrow_cursor);
}

bool list_screen_waits(struct screen *s, enum verb verb)
{
	return list_waits(s->list, 0, verb);
}

bool list_screen_answered(struct screen *s, const struct db_error *error,
                          void (*forget)(struct screen *s))
{
	s->ui->dirty = true;
	if (error && db_error_is_offline(error))
		return false;
	forget(s);
	if (!error)
		return true;
	list_set(s->list, 0, true);
	list_fail(s->list, db_error_text(error));
	return false;
}

void list_screen_replay(struct screen *s)
{
	struct ui *ui = s->ui;
	struct list *l = s->list;
	const struct list typed = *l;
	unsigned serial = s->serial;

	l->ahead_n = 0;
	for (size_t i = 0; i < typed.ahead_n; i++) {
		const struct list_key *key = &typed.ahead[i];
		for (int n = 0; n < key->times && ui_top(ui)->serial == serial; n++)
			if (key->digit)
				ui_next(ui, s, s->ops->key(s, key->digit));
			else
				ui_verb(ui, s, key->verb);
	}
}

void list_screen_preview(const struct screen *s, const char *title, const struct lines *text)
{
	const struct list *l = s->list;
	int y = l->y + list_lines(l), end = FRAME_TOP + frame_height();

	frame_rule(y, title);
	lines_paint(text, 0, y + 1, end - y - 1);
}

/* Rows of the same request may follow each other. */
int64_t list_screen_step(struct screen *s, int64_t id, int by)
{
	const struct row *row = s->ops->request(s);
	bool moved = true;

	while (moved && row && row->id == id) {
		moved = list_move(s->list, by < 0 ? VERB_UP : VERB_DOWN);
		row = s->ops->request(s);
	}
	return row && row->id != id ? row->id : 0;
}

enum next list_screen_move(struct screen *s, enum verb verb)
{
	if (list_screen_waits(s, verb))
		return NEXT_NOTHING;
	list_move(s->list, verb);
	return NEXT_PAINT;
}

enum next list_screen_key(struct screen *s, keycode k)
{
	if (k < '1' || k > '9')
		return NEXT_NOTHING;
	if (!list_waits(s->list, k, VERB_NONE))
		list_digit(s->list, k);
	return NEXT_PAINT;
}

void list_screen_cursor(const struct screen *s, int *y, int *x)
{
	list_cursor(s->list, y, x);
}
