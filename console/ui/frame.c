/* Paints what is around every screen. */
#include "console/ui/frame.h"

#include "console/data/session.h"
#include "console/terminal/keymap.h"
#include "console/terminal/term.h"
#include "console/terminal/verbs.h"
#include "console/ui/dispatch.h"
#include "console/ui/ui.h"
#include "lib/base/buf.h"
#include "lib/base/i18n.h"
#include "lib/base/text.h"
#include "lib/base/xmalloc.h"

#include <stdlib.h>

enum { RULE_NAME = 3 };

int frame_height(void)
{
	return term_lines() - FRAME_TOP - FRAME_BOTTOM;
}

static char *cities_text(const struct session *session)
{
	const char *code = session->shown_city;
	const struct city *city = code ? session_city(session, code) : NULL;

	if (!city && session->cities_n == 1)
		city = &session->cities[0];
	if (city)
		return xstrdup(city->name);
	if (session->cities_n == 0)
		return xstrdup("…");
	return xasprintf(ngettext("%d city", "%d cities", session->cities_n),
	                 (int)session->cities_n);
}

/* How many of one's own requests residents have written to since. The caller frees it. */
static char *unseen_text(const struct session *session)
{
	return session->unseen > 0
	               ? xasprintf(_(" · residents wrote %lld"), (long long)session->unseen)
	               : xstrdup("");
}

static char *bar_text(const struct session *session)
{
	char *where = cities_text(session), *unseen = unseen_text(session);
	char *text =
	        session->new < 0
	                ? xasprintf(_("Varta · %s"), where)
	                : xasprintf(_("Varta · %s    new %lld · pending %lld · late %lld%s"), where,
	                            (long long)session->new, (long long)session->pending,
	                            (long long)session->late, unseen);

	free(unseen);
	free(where);
	return text;
}

void frame_bar(const struct ui *ui)
{
	const struct session *session = ui->session;
	const char *edge = session->down ? _("no connection") : session->full_name;
	int width = edge ? text_width(edge) : 0;
	int room = term_columns() - width - 2;
	char *text = bar_text(session);

	term_text(0, 0, term_columns(), STYLE_BAR, "");
	term_text(0, 1, room > 2 ? room - 2 : 0, STYLE_BAR, text);
	if (edge && room > 0)
		term_text(0, room, width, STYLE_BAR, edge);
	free(text);
}

void frame_title(const char *left, const char *right)
{
	int width = text_width(right);
	int room = term_columns() - width - 1;

	term_text(FRAME_TITLE, 1, room > 3 ? room - 3 : 0, STYLE_PLAIN, left);
	if (room > 0)
		term_text(FRAME_TITLE, room, width, STYLE_PLAIN, right);
}

/* With its name in one go: a rule is three bytes for each cell, and would be written twice. */
void frame_rule(int y, const char *title)
{
	struct buf rule = {0};

	buf_addf(&rule, "──%s%s ", title ? " " : "", title ? title : "");
	for (int columns = text_width(rule.data); columns < term_columns(); columns++)
		buf_adds(&rule, "─");
	term_text(y, 0, term_columns(), STYLE_FAINT, rule.data);
	if (title)
		term_text(y, RULE_NAME, -1, STYLE_HEADING, title);
	buf_release(&rule);
}

static char *connection_text(const struct session *session)
{
	int seconds = (db_retry_in(session->db) + 999) / 1000;

	if (session->down && seconds > 0)
		return xasprintf(_("no connection, next try in %d s: %s"), seconds, session->down);
	if (session->down)
		return xasprintf(_("no connection, trying: %s"), session->down);
	if (session_waiting(session))
		return xasprintf("%s", _("loading…"));
	return NULL;
}

/* At the right edge, if what is said at the left leaves room for it. */
static void paint_edge(const struct ui *ui, int y, int used)
{
	char *text = ui->hooks->edge(ui);
	int x = text ? term_columns() - text_width(text) - 1 : 0;

	if (x > used)
		term_text(y, x, -1, STYLE_SOON, text);
	free(text);
}

static void paint_state(const struct ui *ui, int y)
{
	char *connection = connection_text(ui->session);
	int used = 0;

	if (ui->message)
		used = term_text(y, 1, -1, ui->message_style, ui->message) + 3;
	if (connection && used < term_columns() / 2)
		term_text(y, used ? used : 1, -1, ui->session->down ? STYLE_ERROR : STYLE_FAINT,
		          connection);
	free(connection);
	paint_edge(ui, y, used);
}

/* One hint: 'a/ф accept'. */
static char *hint(const struct ui *ui, const struct screen *top, enum verb verb)
{
	char *keys = keymap_keys(ui->keymap, top->ops->context, verb, 1, "/");
	char *text = *keys ? xasprintf("%s %s", keys, verb_help(ui_means(top, verb))) : NULL;

	free(keys);
	return text;
}

/* What works here and now. Until that is known of another request, the line stays as it is. */
static const bool *works(const struct screen *top)
{
	static struct {
		const struct screen_ops *ops;
		bool verbs[VERB_COUNT];
	} last;
	bool acts = top->ops->request != NULL;

	if (last.ops == top->ops && acts && !top->ui->hooks->knows(top, top->ops->request(top)))
		return last.verbs;
	last.ops = top->ops;
	for (const enum verb *verb = top->ops->hints; *verb; verb++)
		last.verbs[*verb] = !ui_refuses(top, *verb);
	return last.verbs;
}

static void paint_hints(const struct ui *ui, const struct screen *top, int y)
{
	char *help = ui_is(top, SCREEN_HELP) ? NULL : hint(ui, top, VERB_HELP);
	int reserved = help ? text_width(help) + 2 : 0;
	const bool *work = works(top);
	bool named[VERB_COUNT] = {false}; /* two keys may do the same */
	int x = 1;

	for (const enum verb *verb = top->ops->hints; *verb; verb++) {
		enum verb means = ui_means(top, *verb);
		bool fits = work[*verb] && !named[means] && ui_offers(top, *verb);
		char *text = fits ? hint(ui, top, *verb) : NULL;
		named[means] |= fits;
		if (text && x + text_width(text) + reserved <= term_columns())
			x += term_text(y, x, -1, STYLE_PLAIN, text) + 2;
		free(text);
	}
	if (help)
		term_text(y, x, -1, STYLE_PLAIN, help);
	free(help);
}

void frame_bottom(const struct ui *ui, const struct screen *top)
{
	int y = term_lines() - FRAME_BOTTOM;

	term_text(y, 0, term_columns(), STYLE_PLAIN, "");
	term_text(y + 1, 0, term_columns(), STYLE_PLAIN, "");
	paint_state(ui, y);
	paint_hints(ui, top, y + 1);
}
