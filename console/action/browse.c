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
#include "lib/base/buf.h"
#include "lib/base/i18n.h"
#include "lib/base/xmalloc.h"
#include "lib/db/db_params.h"
#include "lib/db/db_result.h"
#include "lib/program/settings.h"

#include <stdlib.h>
#include <string.h>

/* A photo is fetched whole, within limits and from nowhere else, and drawn as large as the terminal
 * is. */
#define DRAW                                                                                       \
	"clear; curl -sSf --proto =http,https --max-time 20 --max-filesize 20000000 -- \"$1\" |"   \
	" chafa --size=%dx%d -; printf '\\n%%s ' \"$2\"; read -r _"

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

/* Whether there is a photo in our own store, of the request or of what its resident wrote later.
 * What a resident wrote as its address is never opened from here. */
static bool has_photo(const json_t *json)
{
	const json_t *comment, *comments = json_object_get(json, "comments");
	size_t i;

	json_array_foreach(comments, i, comment) {
		if (json_integer_value(json_object_get(comment, "photos")))
			return true;
	}
	return json_string_value(json_object_get(json, "media_url")) != NULL;
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

struct wanted {
	struct console *console;
	int64_t id;
	enum verb verb;
};

static struct wanted *wanted_new(struct console *console, int64_t id, enum verb verb)
{
	struct wanted *wanted = xmalloc(sizeof(*wanted));

	*wanted = (struct wanted){console, id, verb};
	return wanted;
}

/* Which of n photos is shown: the first, then the next with each press of the key. */
static int next_photo(int64_t id, int n)
{
	static int64_t shown;
	static int at;

	at = id == shown && at + 1 < n ? at + 1 : 0;
	shown = id;
	return at;
}

/* The address of the store, with the path and the ticket. */
static char *store_url(const char *base, const char *path)
{
	size_t len = strlen(base);

	while (len && base[len - 1] == '/')
		len--;
	return xasprintf("%.*s%s", (int)len, base, path);
}

static void show_photo(const struct wanted *wanted, const json_t *paths)
{
	struct ui *ui = wanted->console->ui;
	int n = (int)json_array_size(paths), at = next_photo(wanted->id, n);
	char *url = store_url(ui->settings->public_url,
	                      json_string_value(json_array_get(paths, (size_t)at)));

	if (wanted->verb == VERB_PHOTO)
		draw_photo(ui, url);
	else
		open_browser(ui, url);
	if (n > 1)
		ui_say(ui, STYLE_GOOD, _("photo %d of %d; the same key shows the next one"), at + 1,
		       n);
	free(url);
}

static void photos_came(void *arg, const PGresult *res, const struct db_error *error)
{
	struct wanted *wanted = arg;
	const char *text = error ? NULL : db_value_text(res);
	json_t *paths = text ? json_loads(text, 0, NULL) : NULL;

	if (error)
		ui_say_error(wanted->console->ui, error);
	else if (json_array_size(paths) == 0)
		ui_say(wanted->console->ui, STYLE_ERROR, "%s", _("there is no photo"));
	else
		show_photo(wanted, paths);
	json_decref(paths);
	free(wanted);
}

/* The daemon has the photos; the database gives a ticket for each. */
static void browse_photo(struct console *console, int64_t id, enum verb verb)
{
	struct ui *ui = console->ui;
	struct db_params params = {0};

	if (!ui->settings->public_url) {
		ui_say(ui, STYLE_ERROR, "%s",
		       _("where photos are kept is not known: syncd.public_url is not set"));
	} else if (ui_ready(ui)) {
		db_params_int(&params, id);
		session_query(ui->session, QUERY_PHOTO, params.text, photos_came,
		              wanted_new(console, id, verb));
	}
}

static void browse_detail(struct console *console, const struct detail *d, enum verb verb)
{
	struct ui *ui = console->ui;
	bool photo = verb != VERB_BROWSE_MAP && has_photo(d->json);
	char *place = verb == VERB_PHOTO ? NULL : place_url(ui->settings->map_url, d->json);

	if (photo)
		browse_photo(console, d->row->id, verb);
	else if (place)
		open_browser(ui, place);
	else
		ui_say(ui, STYLE_ERROR, "%s",
		       verb == VERB_PHOTO        ? _("there is no photo")
		       : verb == VERB_BROWSE_MAP ? _("no place was given")
		                                 : _("there is neither a photo nor a place"));
	free(place);
}

static void loaded(void *arg, const PGresult *res, const struct db_error *error)
{
	struct wanted *wanted = arg;
	struct detail detail = {0};

	if (error) {
		ui_say_error(wanted->console->ui, error);
	} else if (detail_take(&detail, res, NULL)) {
		recent_keep(wanted->console->recent, &detail,
		            session_now(wanted->console->ui->session));
		browse_detail(wanted->console, &detail, wanted->verb);
	}
	detail_release(&detail);
	free(wanted);
}

enum next browse(struct screen *s, enum verb verb)
{
	struct console *console = s->console;
	const struct row *row = s->ops->request ? s->ops->request(s) : NULL;
	const struct recent_one *one = row ? recent_find(console->recent, row->id) : NULL;
	struct db_params params = {0};

	if (one) {
		browse_detail(console, &one->detail, verb);
	} else if (row && ui_ready(console->ui)) {
		db_params_int(&params, row->id);
		session_query(console->ui->session, QUERY_REQUEST, params.text, loaded,
		              wanted_new(console, row->id, verb));
	}
	return NEXT_PAINT;
}
