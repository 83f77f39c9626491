/* Who did how much in a period, and the state of the log that the history is sealed in: where an
 * auditor begins. */
#include "console/screen/screens.h"

#include "console/data/result.h"
#include "console/data/session.h"
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
#include "lib/merkle/alarm.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdlib.h>

enum { NAME = 26, NAME_NARROW = 14, NARROW = 70, NUMBER = 6, STATE_LINES = 2 };

static const int periods[] = {1, 7, 30, 365};
enum { PERIODS = sizeof(periods) / sizeof(*periods), FIRST_PERIOD = 1 };

struct deeds {
	struct screen screen;
	size_t period;
	struct list list;
	struct doer {
		char *login, *name, *verbs; /* never NULL */
		int64_t deeds, last;
	} * v;
	struct log_state {
		bool known, anchored;
		int64_t size, waiting, signed_size, signed_at;
		char *alarm; /* what is found wrong; never NULL once it is known */
	} log;
};

static struct deeds *deeds_of(const struct screen *s)
{
	return (struct deeds *)(uintptr_t)s;
}

static void forget(struct screen *s)
{
	struct deeds *d = deeds_of(s);

	for (size_t i = 0; i < d->list.n; i++) {
		free(d->v[i].login);
		free(d->v[i].name);
		free(d->v[i].verbs);
	}
	free(d->v);
	d->v = NULL;
}

/* 'accept 12, refer 3': what somebody did most first. The caller frees it. */
static char *verbs_text(const PGresult *res, int line)
{
	struct buf out = {0};
	json_t *verbs = db_result_json(res, line, "verbs"), *verb;
	size_t i;

	json_array_foreach(verbs, i, verb) {
		char *words = db_event_words(json_string_value(json_object_get(verb, "verb")));
		buf_addf(&out, "%s%s %lld", i ? ", " : "", words,
		         (long long)json_integer_value(json_object_get(verb, "n")));
		free(words);
	}
	json_decref(verbs);
	return out.data ? buf_steal(&out) : xstrdup("");
}

static void loaded(struct screen *s, const PGresult *res, const struct db_error *error)
{
	struct deeds *d = deeds_of(s);
	size_t n;

	if (!list_screen_answered(s, error, forget))
		return;
	n = (size_t)PQntuples(res);
	d->v = xcalloc(n + 1, sizeof(*d->v));
	for (size_t i = 0; i < n; i++)
		d->v[i] = (struct doer){
		        .login = xstrdup(db_result_text(res, (int)i, "login")),
		        .name = result_field(res, (int)i, "name"),
		        .verbs = verbs_text(res, (int)i),
		        .deeds = db_result_int(res, (int)i, "deeds"),
		        .last = db_result_int(res, (int)i, "last"),
		};
	list_set(&d->list, n, true);
	list_screen_replay(s);
}

/* Alarms, [[place, code]], as one line of words. */
static char *alarm_line(const char *text)
{
	json_t *alarms = text && *text ? json_loads(text, 0, NULL) : NULL, *alarm;
	struct buf line = {0};
	size_t i;

	json_array_foreach(alarms, i, alarm) {
		const char *place = json_string_value(json_array_get(alarm, 0));
		const char *code = json_string_value(json_array_get(alarm, 1));
		char *words = code ? alarm_words(code) : NULL;

		if (place && words)
			buf_addf(&line, "%s%s: %s", line.len ? "; " : "", i18n_word(place), words);
		free(words);
	}
	json_decref(alarms);
	return line.data ? buf_steal(&line) : xstrdup("");
}

static void log_came(struct screen *s, const PGresult *res, const struct db_error *error)
{
	struct deeds *d = deeds_of(s);

	s->ui->dirty = true;
	if (error || PQntuples(res) != 1)
		return;
	free(d->log.alarm);
	d->log = (struct log_state){
	        .known = true,
	        .anchored = *db_result_text(res, 0, "anchored") == 't',
	        .size = db_result_int(res, 0, "size"),
	        .waiting = db_result_int(res, 0, "waiting"),
	        .signed_size = db_result_int(res, 0, "signed"),
	        .signed_at = db_result_int(res, 0, "signed_at"),
	        .alarm = alarm_line(db_result_text(res, 0, "alarm")),
	};
}

static void load(struct screen *s)
{
	struct db_params params = {0};

	db_params_int(&params, periods[deeds_of(s)->period]);
	ui_ask(s, QUERY_DEED_COUNTS, params.text, loaded);
	ui_ask(s, QUERY_HISTORY_STATE, NULL, log_came);
}

static void paint_row(const struct list *l, size_t i, int y)
{
	const struct deeds *d = l->owner;
	const struct doer *doer = &d->v[i];
	struct buf line = {0};
	char *at = when_short(doer->last, session_now(d->screen.ui->session));
	char *n = xasprintf("%" PRId64, doer->deeds);

	report_cell(&line, term_columns() < NARROW ? NAME_NARROW : NAME, doer->name);
	report_cell(&line, -NUMBER, n);
	buf_addf(&line, " %s · %s", at, doer->verbs);
	list_row(l, i, y, STYLE_PLAIN, line.data);
	buf_release(&line);
	free(n);
	free(at);
}

static const struct list_ops rows = {
        .paint = paint_row,
        .empty = N_("nobody did anything in this period"),
        .column = 1,
};

static struct screen *deeds_open(struct ui *ui, const struct ask *ask)
{
	struct deeds *d = xcalloc(1, sizeof(*d));

	screen_init(&d->screen, ui, &screen_deeds);
	list_screen_init(&d->screen, &d->list, &rows);
	d->period = FIRST_PERIOD;
	load(&d->screen);
	return &d->screen;
}

static void deeds_close(struct screen *s)
{
	forget(s);
	list_release(&deeds_of(s)->list);
	free(deeds_of(s)->log.alarm);
	free(s);
}

/* What was found wrong, which there is always room for, then what is sealed and signed; a log that
 * was not signed for an hour is an alarm, too. */
static void log_lines(const struct log_state *log, int64_t now, struct lines *l)
{
	char *at = when_short(log->signed_at, now);

	if (log->known && *log->alarm)
		lines_addf(l, STYLE_ERROR, 1, _("ALARM: %s"), log->alarm);
	else if (log->known && !log->anchored)
		lines_add(l, STYLE_ERROR, 1,
		          _("ALARM: nothing was signed for an hour; see the daemon's log and "
		            "vartactl audit"));
	if (log->known && log->signed_at)
		lines_addf(l, STYLE_PLAIN, 1,
		           _("log: %lld leaves sealed, %lld events wait; checkpoint of %s over "
		             "%lld leaves"),
		           (long long)log->size, (long long)log->waiting, at,
		           (long long)log->signed_size);
	else if (log->known)
		lines_addf(l, STYLE_PLAIN, 1,
		           _("log: %lld leaves sealed, %lld events wait; no checkpoint yet"),
		           (long long)log->size, (long long)log->waiting);
	free(at);
}

static void deeds_paint(struct screen *s)
{
	struct deeds *d = deeds_of(s);
	char *left = xasprintf(ngettext("Who did what: %d day", "Who did what: %d days",
	                                (unsigned long)periods[d->period]),
	                       periods[d->period]);
	char *position = list_position(&d->list);
	int height = frame_height() - STATE_LINES - 1;
	struct lines state;

	frame_bar(s->ui);
	frame_title(left, position);
	free(left);
	free(position);
	list_place(&d->list, FRAME_TOP, height > 1 ? height : 1);
	list_paint(&d->list);
	lines_init(&state, term_columns());
	log_lines(&d->log, session_now(s->ui->session), &state);
	lines_paint(&state, 0, FRAME_TOP + frame_height() - STATE_LINES, STATE_LINES);
	lines_release(&state);
}

static enum next open_deeds(struct screen *s, enum verb verb)
{
	const struct deeds *d = deeds_of(s);

	if (!list_screen_waits(s, verb) && d->list.cursor < d->list.n)
		ui_push(s->ui, SCREEN_OPERATOR_DEEDS,
		        &(struct ask){.question = d->v[d->list.cursor].login,
		                      .version = periods[d->period]});
	return NEXT_PAINT;
}

static enum next next_period(struct screen *s, enum verb verb)
{
	deeds_of(s)->period = (deeds_of(s)->period + 1) % PERIODS;
	load(s);
	return NEXT_PAINT;
}

static const struct action actions[] = {
        {VERB_OPEN, open_deeds}, {VERB_PERIOD, next_period}, LIST_ACTIONS};

static const enum verb hints[] = {VERB_OPEN, VERB_PERIOD, VERB_QUEUE, VERB_BACK, VERB_NONE};

const struct screen_ops screen_deeds = {
        .context = CONTEXT_DEEDS,
        .actions = actions,
        .hints = hints,
        .open = deeds_open,
        .close = deeds_close,
        .paint = deeds_paint,
        .cursor = list_screen_cursor,
        .refresh = load,
};
