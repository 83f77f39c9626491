/* Opens a request's photo or place in a browser, or draws the photo in the terminal. */
#include "console/action/browse.h"

#include "console/data/row.h"
#include "console/data/session.h"
#include "console/data/statements.h"
#include "console/request/recent.h"
#include "console/request/request_detail.h"
#include "console/terminal/child.h"
#include "console/terminal/term.h"
#include "console/ui/ask.h"
#include "console/ui/console.h"
#include "console/ui/ui.h"
#include "lib/buf.h"
#include "lib/db_params.h"
#include "lib/i18n.h"
#include "lib/settings.h"
#include "lib/xmalloc.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* A photo is fetched whole, within limits, and drawn as large as the terminal is. */
#define DRAW                                                                                       \
	"clear; curl -sSfL --proto =http,https --max-time 20 --max-filesize 20000000 -- \"$1\" |"  \
	" chafa --size=%dx%d -; printf '\\n%%s ' \"$2\"; read -r _"

bool browse_is_web(const char *url)
{
	if (strncasecmp(url, "http://", 7) != 0 && strncasecmp(url, "https://", 8) != 0)
		return false;
	for (const char *p = url; *p; p++)
		if (*p <= ' ' || *p > '~')
			return false;
	return true;
}

/* The address of a map, with {lat} and {long} filled in; NULL where there is no place. */
static char *place_url(const char *pattern, const json_t *json)
{
	const json_t *lat = json_object_get(json, "lat"), *lon = json_object_get(json, "long");
	struct buf url = {0};

	if (!json_is_number(lat) || !json_is_number(lon))
		return NULL;
	for (const char *p = pattern; *p;) {
		bool is_lat = strncmp(p, "{lat}", 5) == 0, is_lon = strncmp(p, "{long}", 6) == 0;
		if (is_lat || is_lon)
			buf_addf(&url, "%.6f", json_number_value(is_lat ? lat : lon));
		else
			buf_addc(&url, *p);
		p += is_lat ? 5 : is_lon ? 6 : 1;
	}
	return buf_steal(&url);
}

/* NULL where there is none, or none that can be opened. */
static char *photo_url(const json_t *json)
{
	const char *url = json_string_value(json_object_get(json, "media_url"));

	return url && browse_is_web(url) ? xstrdup(url) : NULL;
}

static void open_browser(struct ui *ui, const char *url)
{
	const char *named = ui->settings->browser, *wanted = getenv("BROWSER");
	const char *command = named ? named : wanted && *wanted ? wanted : "xdg-open";
	char *script = xasprintf("%s \"$1\"", command);

	if (child_start(script, url))
		ui_say(ui, STYLE_GOOD, _("in the browser: %s"), url);
	else
		ui_say(ui, STYLE_ERROR, _("cannot start '%s'"), command);
	free(script);
}

static void draw_photo(struct ui *ui, const char *url)
{
	char *script;

	if (!child_exists("chafa") || !child_exists("curl")) {
		ui_say(ui, STYLE_ERROR, _("for that chafa and curl have to be installed"));
		return;
	}
	script = xasprintf(DRAW, term_columns(), term_lines() - 2);
	child_run(script, url, _("Enter goes back."));
	free(script);
	ui->dirty = true;
}

static void browse_detail(struct ui *ui, const struct detail *d, enum verb verb)
{
	char *photo = verb == VERB_BROWSE_MAP ? NULL : photo_url(d->json);
	char *place = verb == VERB_PHOTO ? NULL : place_url(ui->settings->map_url, d->json);

	if (photo && verb == VERB_PHOTO)
		draw_photo(ui, photo);
	else if (photo || place)
		open_browser(ui, photo ? photo : place);
	else
		ui_say(ui, STYLE_ERROR, "%s",
		       verb == VERB_PHOTO        ? _("there is no photo")
		       : verb == VERB_BROWSE_MAP ? _("no place was given")
		                                 : _("there is neither a photo nor a place"));
	free(photo);
	free(place);
}

struct wanted {
	struct console *console;
	enum verb verb;
};

static void loaded(void *arg, const PGresult *res, const struct db_error *error)
{
	struct wanted *wanted = arg;
	struct detail detail = {0};

	if (error) {
		ui_say_error(wanted->console->ui, error);
	} else if (detail_take(&detail, res, NULL)) {
		recent_keep(wanted->console->recent, &detail,
		            session_now(wanted->console->ui->session));
		browse_detail(wanted->console->ui, &detail, wanted->verb);
	}
	detail_release(&detail);
	free(wanted);
}

enum next browse(struct screen *s, enum verb verb)
{
	struct console *console = s->console;
	const struct row *row = s->ops->request ? s->ops->request(s) : NULL;
	const struct recent_one *one = row ? recent_find(console->recent, row->id) : NULL;

	if (one) {
		browse_detail(s->ui, &one->detail, verb);
	} else if (row && ui_ready(console->ui)) {
		struct wanted *wanted = xmalloc(sizeof(*wanted));
		struct db_params params;
		*wanted = (struct wanted){console, verb};
		params = (struct db_params){0};
		db_params_int(&params, row->id);
		session_query(console->ui->session, QUERY_REQUEST, params.text, loaded, wanted);
	}
	return NEXT_PAINT;
}
