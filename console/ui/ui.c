/* The stack of screens, and what all of them are told: news, sizes, moments. */
#include "console/ui/ui.h"

#include "lib/base/when.h"
#include "lib/base/xmalloc.h"

#include <stdarg.h>
#include <stdlib.h>

enum { SAVE_PAUSE = 200, SAVE_AGAIN = 5000 }; /* ms from a key to the disk; after it refused */

struct screen *ui_top(const struct ui *ui)
{
	return ui->stack[ui->depth - 1];
}

static int index_of(const struct ui *ui, const struct screen *s)
{
	int i = ui->depth - 1;

	while (i >= 0 && ui->stack[i] != s)
		i--;
	return i;
}

struct screen *ui_below(const struct ui *ui, const struct screen *s)
{
	int i = index_of(ui, s);

	return i > 0 ? ui->stack[i - 1] : NULL;
}

bool ui_is(const struct screen *s, enum screen_id id)
{
	return s->ops == s->ui->screens[id];
}

struct screen *ui_find(const struct ui *ui, enum screen_id id)
{
	for (int i = ui->depth - 1; i >= 0; i--)
		if (ui_is(ui->stack[i], id))
			return ui->stack[i];
	return NULL;
}

void screen_init(struct screen *s, struct ui *ui, const struct screen_ops *ops)
{
	s->ops = ops;
	s->ui = ui;
	s->console = ui->console;
	s->serial = ++ui->serials;
}

void ui_push(struct ui *ui, enum screen_id id, const struct ask *ask)
{
	struct screen *s;

	if (ui->depth == SCREENS_MAX)
		return;
	s = ui->screens[id]->open(ui, ask);
	ui->stack[ui->depth++] = s;
	ui->dirty = true;
}

static void close_screen(struct ui *ui, struct screen *s)
{
	int i = index_of(ui, s);

	if (i < 0)
		return;
	for (ui->depth--; i < ui->depth; i++)
		ui->stack[i] = ui->stack[i + 1];
	s->ops->close(s);
	ui->dirty = true;
}

void ui_next(struct ui *ui, struct screen *s, enum next next)
{
	switch (next) {
	case NEXT_NOTHING:
		break;
	case NEXT_PAINT:
		ui->dirty = true;
		break;
	case NEXT_CLOSE:
		close_screen(ui, s);
		break;
	case NEXT_QUIT:
		ui->quit = true;
		break;
	}
}

void ui_say(struct ui *ui, enum style style, const char *fmt, ...)
{
	va_list ap;
	char *text;

	va_start(ap, fmt);
	text = xvasprintf(fmt, ap);
	va_end(ap);
	free(ui->message);
	ui->message = text;
	ui->message_style = style;
	ui->dirty = true;
}

void ui_unsay(struct ui *ui)
{
	ui->dirty |= ui->message != NULL;
	free(ui->message);
	ui->message = NULL;
}

void ui_changed(struct ui *ui, const struct row *row, bool moved_on)
{
	for (int i = 0; i < ui->depth; i++)
		if (ui->stack[i]->ops->changed)
			ui->stack[i]->ops->changed(ui->stack[i], row, moved_on);
	ui->dirty = true;
}

void ui_refresh(struct ui *ui)
{
	ui->hooks->refresh(ui);
	for (int i = 0; i < ui->depth; i++)
		if (ui->stack[i]->ops->refresh)
			ui->stack[i]->ops->refresh(ui->stack[i]);
}

void ui_save(struct ui *ui)
{
	ui->save_at = 0;
	for (int i = 0; i < ui->depth; i++)
		if (ui->stack[i]->ops->save)
			ui->stack[i]->ops->save(ui->stack[i]);
}

void ui_save_soon(struct ui *ui)
{
	if (!ui->save_at)
		ui->save_at = when_ticks() + SAVE_PAUSE;
}

void ui_save_later(struct ui *ui)
{
	ui->save_at = when_ticks() + SAVE_AGAIN;
}

void ui_wake_in(struct ui *ui, int ms)
{
	int64_t at = when_ticks() + ms;

	if (!ui->wake_at || at < ui->wake_at)
		ui->wake_at = at;
}

void ui_wake(struct ui *ui)
{
	if (!ui->wake_at || when_ticks() < ui->wake_at)
		return;
	ui->wake_at = 0;
	ui->hooks->wake(ui);
	for (int i = 0; i < ui->depth; i++)
		if (ui->stack[i]->ops->wake)
			ui->stack[i]->ops->wake(ui->stack[i]);
}

struct place ui_place(const struct ui *ui)
{
	struct place place = {0};

	for (int i = ui->depth - 1; i >= 0 && !place.id; i--)
		if (ui->stack[i]->ops->attends)
			place = ui->stack[i]->ops->attends(ui->stack[i]);
	return place;
}

void ui_resize(struct ui *ui)
{
	term_resize();
	for (int i = 0; i < ui->depth; i++)
		if (ui->stack[i]->ops->resize)
			ui->stack[i]->ops->resize(ui->stack[i]);
	ui->dirty = true;
}

void ui_release(struct ui *ui)
{
	ui_save(ui);
	while (ui->depth > 0)
		close_screen(ui, ui_top(ui));
	free(ui->message);
	ui->message = NULL;
}
