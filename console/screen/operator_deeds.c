/* What one operator did in a period, newest first, and of the one under the cursor why and from
 * where. */
#include "console/screen/screens.h"

#include "console/data/result.h"
#include "console/data/statements.h"
#include "console/terminal/term.h"
#include "console/ui/ask.h"
#include "console/ui/frame.h"
#include "console/ui/lines.h"
#include "console/ui/list_screen.h"
#include "console/ui/report.h"
#include "console/ui/ui.h"
#include "lib/base/i18n.h"
#include "lib/base/when.h"
#include "lib/base/xmalloc.h"
#include "lib/db/db_params.h"
#include "lib/db/db_result.h"
#include "lib/db/db_words.h"

#include <inttypes.h>
#include <stdlib.h>

enum { NUMBER = 8, WHY_LINES = 2 };

struct operator_deeds {
	struct screen screen;
	char *login;
	int days;
	struct list list;
	struct deed {
		int64_t event, id, at;                   /* id 0: a matter of the city */
		char *city, *name, *origin, *verb, *why; /* never NULL */
	} * v;
};

static struct operator_deeds *operator_deeds_of(const struct screen *s)
{
	return (struct operator_deeds *)(uintptr_t)s;
}

static const struct deed *selected(const struct screen *s)
{
	const struct operator_deeds *d = operator_deeds_of(s);

	return d->list.cursor < d->list.n ? &d->v[d->list.cursor] : NULL;
}

static void forget(struct screen *s)
{
	struct operator_deeds *d = operator_deeds_of(s);

	for (size_t i = 0; i < d->list.n; i++) {
		free(d->v[i].city);
		free(d->v[i].name);
		free(d->v[i].origin);
		free(d->v[i].verb);
		free(d->v[i].why);
	}
	free(d->v);
	d->v = NULL;
}

static struct deed read_deed(const PGresult *res, int i)
{
	return (struct deed){
	        .event = db_result_int(res, i, "event"),
	        .id = db_result_int(res, i, "id"),
	        .at = db_result_int(res, i, "at"),
	        .city = result_field(res, i, "city"),
	        .name = result_field(res, i, "name"),
	        .origin = result_field(res, i, "origin"),
	        .verb = result_field(res, i, "verb"),
	        .why = result_field(res, i, "why"),
	};
}

static void loaded(struct screen *s, const PGresult *res, const struct db_error *error)
{
	struct operator_deeds *d = operator_deeds_of(s);
	size_t n;

	if (!list_screen_answered(s, error, forget))
		return;
	n = (size_t)PQntuples(res);
	d->v = xcalloc(n + 1, sizeof(*d->v));
	for (size_t i = 0; i < n; i++)
		d->v[i] = read_deed(res, (int)i);
	list_set(&d->list, n, true);
	list_screen_replay(s);
}

static void load(struct screen *s)
{
	struct db_params params = {0};

	db_params_int(&params, operator_deeds_of(s)->days);
	db_params_text(&params, operator_deeds_of(s)->login);
	ui_ask(s, QUERY_DEEDS, params.text, loaded);
}

static void paint_row(const struct list *l, size_t i, int y)
{
	const struct deed *deed = &((const struct operator_deeds *)l->owner)->v[i];
	char at[WHEN_LOCAL_SIZE];
	char *number = deed->id ? xasprintf("%" PRId64, deed->id) : xstrdup("");
	struct buf line = {0};
	char *words;

	when_local(deed->at, at);
	buf_addf(&line, "%s ", at);
	report_cell(&line, -NUMBER, number);
	words = db_event_words(deed->verb);
	buf_addf(&line, " %s%s%s", words, *deed->why ? " · " : "", deed->why);
	list_row(l, i, y, STYLE_PLAIN, line.data);
	buf_release(&line);
	free(words);
	free(number);
}

static int64_t id_of(const void *owner, size_t i)
{
	return ((const struct operator_deeds *)owner)->v[i].event;
}

static const struct list_ops rows = {
        .paint = paint_row,
        .id = id_of,
        .empty = N_("nothing in this period"),
        .column = 1,
};

/* ask->question is the login, ask->version the days until now. */
static struct screen *operator_deeds_open(struct ui *ui, const struct ask *ask)
{
	struct operator_deeds *d = xcalloc(1, sizeof(*d));

	screen_init(&d->screen, ui, &screen_operator_deeds);
	list_screen_init(&d->screen, &d->list, &rows);
	d->login = xstrdup(ask->question);
	d->days = ask->version;
	load(&d->screen);
	return &d->screen;
}

static void operator_deeds_close(struct screen *s)
{
	struct operator_deeds *d = operator_deeds_of(s);

	forget(s);
	list_release(&d->list);
	free(d->login);
	free(d);
}

static void paint_why(const struct deed *deed, int y)
{
	struct lines l;

	lines_init(&l, term_columns());
	lines_addf(&l, STYLE_FAINT, 1, _("%s · from %s"), deed->city, deed->origin);
	lines_add(&l, STYLE_PLAIN, 1, deed->why);
	lines_paint(&l, 0, y, WHY_LINES);
	lines_release(&l);
}

static void operator_deeds_paint(struct screen *s)
{
	struct operator_deeds *d = operator_deeds_of(s);
	const struct deed *deed = selected(s);
	char *position = list_position(&d->list);
	int height = frame_height() - WHY_LINES - 1;

	frame_bar(s->ui);
	frame_title(deed ? deed->name : "", position);
	free(position);
	list_place(&d->list, FRAME_TOP, height > 1 ? height : 1);
	list_paint(&d->list);
	if (deed)
		paint_why(deed, FRAME_TOP + frame_height() - WHY_LINES);
}

static enum next open_request(struct screen *s, enum verb verb)
{
	const struct deed *deed = selected(s);

	if (!list_screen_waits(s, verb) && deed && deed->id)
		ui_push(s->ui, SCREEN_REQUEST, &(struct ask){.id = deed->id, .city = deed->city});
	return NEXT_PAINT;
}

static const char *operator_deeds_refuses(const struct screen *s, enum verb verb)
{
	const struct deed *deed = selected(s);

	return verb == VERB_OPEN && deed && !deed->id ? _("it is about no request") : NULL;
}

static const struct action actions[] = {{VERB_OPEN, open_request}, LIST_ACTIONS};

static const enum verb hints[] = {VERB_OPEN, VERB_BACK, VERB_NONE};

const struct screen_ops screen_operator_deeds = {
        .context = CONTEXT_DEEDS,
        .actions = actions,
        .hints = hints,
        .open = operator_deeds_open,
        .close = operator_deeds_close,
        .paint = operator_deeds_paint,
        .cursor = list_screen_cursor,
        .refuses = operator_deeds_refuses,
        .refresh = load,
};
