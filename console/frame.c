#include "console/frame.h"

#include <stdlib.h>
#include <string.h>

#include "console/app.h"
#include "lib/buf.h"
#include "lib/i18n.h"
#include "lib/text.h"
#include "lib/xmalloc.h"

int frame_height(void)
{
	return term_lines() - FRAME_TOP - FRAME_BOTTOM;
}

void frame_bar(const struct app *app, const char *left, const char *right)
{
	const char *edge = app->session.down ? _("no connection") : right;
	int width = text_width(edge);
	int room = term_columns() - width - 2;
	term_text(0, 0, term_columns(), STYLE_BAR, "");
	term_text(0, 1, room > 2 ? room - 2 : 0, STYLE_BAR, left);
	if (room > 0)
		term_text(0, room, width, STYLE_BAR, edge);
}

static char *connection_text(const struct app *app)
{
	const struct session *session = &app->session;
	int seconds = (db_retry_in(session->db) + 999) / 1000;
	if (session->down && seconds > 0)
		return xasprintf(_("no connection, next try in %d s: %s"), seconds, session->down);
	if (session->down)
		return xasprintf(_("no connection, trying: %s"), session->down);
	if (session_waiting(session))
		return xasprintf("%s", _("loading…"));
	return NULL;
}

static void paint_state(const struct app *app, int y)
{
	char *connection = connection_text(app);
	int used = 0;
	if (app->message)
		used = term_text(y, 1, -1, app->message_style, app->message) + 3;
	if (connection && used < term_columns() / 2)
		term_text(y, used ? used : 1, -1, app->session.down ? STYLE_ERROR : STYLE_FAINT,
			  connection);
	free(connection);
}

/* One hint: 'a/ф accept'. */
static char *hint(const struct app *app, const struct screen *top, enum verb verb)
{
	char *keys = keymap_keys(&app->keymap, top->ops->context, verb, 1, "/");
	char *text = *keys ? xasprintf("%s %s", keys, verb_help(verb)) : NULL;
	free(keys);
	return text;
}

static void paint_hints(const struct app *app, const struct screen *top, int y)
{
	char *help = hint(app, top, VERB_HELP);
	int reserved = help ? text_width(help) + 3 : 0;
	int x = 1;
	for (const enum verb *verb = top->ops->hints; *verb; verb++) {
		if (top->ops->refuses && top->ops->refuses(top, *verb))
			continue;
		char *text = hint(app, top, *verb);
		if (text && x + text_width(text) + reserved <= term_columns())
			x += term_text(y, x, -1, STYLE_PLAIN, text) + 2;
		free(text);
	}
	if (help)
		term_text(y, x, -1, STYLE_PLAIN, help);
	free(help);
}

void frame_bottom(const struct app *app, const struct screen *top)
{
	int y = term_lines() - FRAME_BOTTOM;
	term_text(y, 0, term_columns(), STYLE_PLAIN, "");
	term_text(y + 1, 0, term_columns(), STYLE_PLAIN, "");
	paint_state(app, y);
	paint_hints(app, top, y + 1);
}
