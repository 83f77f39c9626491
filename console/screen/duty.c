/* An officer's own hours and absences, and for whom the officer stands in. */
#include "console/screen/screens.h"

#include "console/data/duty.h"
#include "console/data/session.h"
#include "console/data/statements.h"
#include "console/data/zones.h"
#include "console/terminal/term.h"
#include "console/ui/ask.h"
#include "console/ui/frame.h"
#include "console/ui/list_screen.h"
#include "console/ui/ui.h"
#include "lib/base/i18n.h"
#include "lib/base/xmalloc.h"

#include <stdlib.h>

/* The rows are those of duty that are no beats, which come first and stand in the title. */
struct duty_screen {
	struct screen screen;
	struct list list;
	struct duty duty;
	size_t beats;
	char *leaving; /* the line of hours that is asked about; the rows may be read anew meanwhile
	                */
};

static struct duty_screen *duty_of(const struct screen *s)
{
	return (struct duty_screen *)(uintptr_t)s;
}

static const struct duty_row *row_at(const struct duty_screen *d, size_t i)
{
	return &d->duty.v[d->beats + i];
}

static const struct duty_row *selected(const struct screen *s)
{
	const struct duty_screen *d = duty_of(s);

	return d->list.cursor < d->list.n ? row_at(d, d->list.cursor) : NULL;
}

static void forget(struct screen *s)
{
	duty_release(&duty_of(s)->duty);
}

static void loaded(struct screen *s, const PGresult *res, const struct db_error *error)
{
	struct duty_screen *d = duty_of(s);

	if (!list_screen_answered(s, error, forget))
		return;
	duty_take(&d->duty, res);
	d->beats = 0;
	while (d->beats < d->duty.n && d->duty.v[d->beats].what == DUTY_BEAT)
		d->beats++;
	list_set(&d->list, d->duty.n - d->beats, true);
	list_screen_replay(s);
}

static void load(struct screen *s)
{
	ui_ask(s, QUERY_DUTY, NULL, loaded);
}

static void paint_row(const struct list *l, size_t i, int y)
{
	const struct duty_screen *d = l->owner;
	const struct screen *s = &d->screen;
	const struct duty_row *row = row_at(d, i);
	char *text = duty_text(row, session_now(s->ui->session), zones_first());
	char *line = row->what == DUTY_HOURS ? xasprintf(_("hours: %s"), text) : xstrdup(text);

	list_row(l, i, y, row->what == DUTY_AWAY ? STYLE_SOON : STYLE_PLAIN, line);
	free(line);
	free(text);
}

static const struct list_ops rows = {
        .paint = paint_row,
        .empty = N_("no hours and no absence yet"),
        .column = 1,
};

static struct screen *duty_open(struct ui *ui, const struct ask *ask)
{
	struct duty_screen *d = xcalloc(1, sizeof(*d));

	screen_init(&d->screen, ui, &screen_duty);
	list_screen_init(&d->screen, &d->list, &rows);
	load(&d->screen);
	return &d->screen;
}

static void duty_close(struct screen *s)
{
	forget(s);
	list_release(&duty_of(s)->list);
	free(duty_of(s)->leaving);
	free(s);
}

static void duty_paint(struct screen *s)
{
	struct duty_screen *d = duty_of(s);
	char *beats = duty_beats(&d->duty);
	char *position = list_position(&d->list);

	frame_bar(s->ui);
	frame_title(_("Hours and absence"), *beats ? beats : position);
	list_place(&d->list, FRAME_TOP, frame_height());
	list_paint(&d->list);
	free(position);
	free(beats);
}

static enum next ask_hours(struct screen *s, enum verb verb)
{
	if (ui_ready(s->ui))
		ui_push(s->ui, SCREEN_ASK_HOURS, &(struct ask){0});
	return NEXT_PAINT;
}

static enum next ask_away(struct screen *s, enum verb verb)
{
	if (ui_ready(s->ui))
		ui_push(s->ui, SCREEN_ASK_AWAY, &(struct ask){0});
	return NEXT_PAINT;
}

static void changed(struct screen *s, const PGresult *res, const struct db_error *error)
{
	if (error)
		ui_say_error(s->ui, error);
	else
		ui_say(s->ui, STYLE_GOOD, "%s", _("done"));
	ui_refresh(s->ui);
}

static enum next end_absence(struct screen *s, int64_t id, int version)
{
	ui_ask_id(s, QUERY_BACK, id, changed);
	return NEXT_PAINT;
}

static enum next delete_hours(struct screen *s, int64_t id, int version)
{
	ui_ask(s, QUERY_HOURS_DELETE, (const char *const[]){duty_of(s)->leaving}, changed);
	return NEXT_PAINT;
}

static enum next discard(struct screen *s, enum verb verb)
{
	const struct duty_row *row = selected(s);
	bool hours = row && row->what == DUTY_HOURS;
	char *text, *question;

	if (!ui_ready(s->ui) || !row)
		return NEXT_PAINT;
	free(duty_of(s)->leaving);
	duty_of(s)->leaving = xstrdup(row->name);
	text = duty_text(row, session_now(s->ui->session), zones_first());
	question = xasprintf(hours ? _("No longer: %s?")
	                     : row->since > session_now(s->ui->session)
	                             ? _("Take back: %s?")
	                             : _("Are you back? So far: %s."),
	                     text);
	ui_push(s->ui, SCREEN_CONFIRM,
	        &(struct ask){.id = row->id,
	                      .question = question,
	                      .yes = hours ? delete_hours : end_absence});
	free(question);
	free(text);
	return NEXT_PAINT;
}

static const char *duty_refuses(const struct screen *s, enum verb verb)
{
	const struct duty_row *row = selected(s);

	if (verb == VERB_DISCARD && !row)
		return _("there is nothing here");
	return verb == VERB_DISCARD && row->what == DUTY_DEPUTY ? _("it is the other officer's")
	                                                        : NULL;
}

static const struct action actions[] = {
        {VERB_AWAY, ask_away}, {VERB_HOURS, ask_hours}, {VERB_DISCARD, discard}, LIST_ACTIONS};

static const enum verb hints[] = {VERB_AWAY, VERB_HOURS, VERB_DISCARD, VERB_BACK, VERB_NONE};

const struct screen_ops screen_duty = {
        .context = CONTEXT_DUTY,
        .actions = actions,
        .hints = hints,
        .open = duty_open,
        .close = duty_close,
        .paint = duty_paint,
        .cursor = list_screen_cursor,
        .refuses = duty_refuses,
        .refresh = load,
};
