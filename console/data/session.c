/* The connection's states and notifications, the queries that wait for an answer, and who is logged
 * in to which cities. */
#include "console/data/session.h"

#include "console/data/result.h"
#include "console/data/zones.h"
#include "lib/base/log.h"
#include "lib/base/text.h"
#include "lib/base/when.h"
#include "lib/base/xmalloc.h"
#include "lib/db/db_error.h"
#include "lib/db/db_result.h"
#include "lib/program/settings.h"

#include <jansson.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
	PATIENCE = 1000,     /* ms until 'loading' is said */
	ANSWER = 10000,      /* ms that the database may take for an answer */
	PING = 8000,         /* ms of silence until it is asked for a sign */
	LIVE_DEBOUNCE = 200, /* ms that notifications are gathered */
	LIVE_PAUSE = 1000    /* ms between two readings at least */
};

static const struct db_stmt listen = {NULL, "select api.listen()", 0};

struct call {
	struct session *session;
	db_done *done;
	void *arg;
	uint64_t ticket;
	int64_t since;
	bool given_up; /* the operator waits no longer; an answer that comes is taken */
	struct call *next;
};

void session_changed(const struct session *session)
{
	session->hooks.changed(session->hooks.arg);
}

static void unlink_call(struct call *call)
{
	struct call **link = &call->session->calls;

	while (*link != call)
		link = &(*link)->next;
	*link = call->next;
}

/* Hands the answer over and frees call. */
static void deliver(struct call *call, const PGresult *res, const struct db_error *error)
{
	if (when_ticks() - call->since > PATIENCE)
		session_changed(call->session);
	call->done(call->arg, res, error);
	free(call);
}

static void answered(void *arg, const PGresult *res, const struct db_error *error)
{
	unlink_call(arg);
	deliver(arg, res, error);
}

void session_send(struct session *session, const struct db_stmt *stmt, const char *const params[],
                  db_done *done, void *arg)
{
	struct call *call = xcalloc(1, sizeof(*call));

	call->session = session;
	call->done = done;
	call->arg = arg;
	call->since = when_ticks();
	call->next = session->calls;
	session->calls = call;
	call->ticket = db_query(session->db, stmt, params, answered, call);
}

void session_query(struct session *session, enum query query, const char *const params[],
                   db_done *done, void *arg)
{
	session_send(session, &queries[query], params, done, arg);
}

bool session_ready(const struct session *session)
{
	return db_state(session->db) == DB_READY;
}

bool session_waiting(const struct session *session)
{
	for (const struct call *call = session->calls; call; call = call->next)
		if (!call->given_up && when_ticks() - call->since > PATIENCE)
			return true;
	return false;
}

bool session_cancel(struct session *session)
{
	bool any = session_waiting(session);

	for (struct call *call = session->calls; any && call; call = call->next) {
		db_cancel(session->db, call->ticket);
		call->given_up = true;
	}
	return any;
}

static void release_texts(char **texts)
{
	for (char **text = texts; text && *text; text++)
		free(*text);
	free(texts);
}

static void release_cities(struct session *session)
{
	for (size_t i = 0; i < session->cities_n; i++) {
		free(session->cities[i].code);
		free(session->cities[i].name);
		release_texts(session->cities[i].actions);
		json_decref(session->cities[i].others);
	}
	free(session->cities);
	session->cities = NULL;
	session->cities_n = 0;
}

static char *json_text(const json_t *object, const char *field)
{
	const char *value = json_string_value(json_object_get(object, field));

	return text_visible(value ? value : "", value ? strlen(value) : 0, TEXT_ONE_LINE);
}

/* The elements of an array of texts, behind them NULL; NULL where it is no array. */
static char **json_texts(const json_t *array)
{
	char **texts;
	size_t n = 0, i;
	json_t *text;

	if (!json_is_array(array))
		return NULL;
	texts = xcalloc(json_array_size(array) + 1, sizeof(*texts));
	json_array_foreach(array, i, text) {
		if (json_is_string(text))
			texts[n++] = xstrdup(json_string_value(text));
	}
	return texts;
}

static void take_roles(struct session *session, const PGresult *res)
{
	json_t *roles = db_result_json(res, 0, "roles");

	release_texts(session->roles);
	session->roles = json_texts(roles);
	json_decref(roles);
}

static void take_cities(struct session *session, const char *text)
{
	json_t *root = json_loads(text, 0, NULL);
	size_t n, i;
	json_t *city;

	release_cities(session);
	n = json_array_size(root);
	session->cities = xcalloc(n + 1, sizeof(*session->cities));
	json_array_foreach(root, i, city) {
		struct city *to = &session->cities[session->cities_n++];
		to->code = json_text(city, "code");
		to->name = json_text(city, "name");
		to->recall_window = (int)json_integer_value(json_object_get(city, "recall_window"));
		to->actions = json_texts(json_object_get(city, "actions"));
		to->others = json_incref(json_object_get(city, "others"));
	}
	json_decref(root);
}

/* Tells the screens in a moment that there is something newer, once for all that comes until then.
 */
static void news_soon(struct session *session)
{
	int64_t now, pause_ends;

	if (session->refresh_at)
		return;
	now = when_ticks();
	pause_ends = session->refreshed_at + LIVE_PAUSE;
	session->refresh_at = now + LIVE_DEBOUNCE > pause_ends ? now + LIVE_DEBOUNCE : pause_ends;
}

static void known(void *arg, const PGresult *res, const struct db_error *error)
{
	struct session *session = arg;
	bool first;
	char *now, *cities;

	if (error || PQntuples(res) != 1) {
		if (error && !db_error_is_offline(error)) {
			char *why = db_error_text(error);
			session->hooks.refused(session->hooks.arg, why);
			free(why);
		}
		return;
	}
	first = !session->login;
	now = result_text(res, 0, "server_time");
	cities = result_text(res, 0, "cities");
	free(session->login);
	free(session->full_name);
	session->login = result_text(res, 0, "login");
	session->full_name = result_text(res, 0, "full_name");
	session->clock = now ? strtoll(now, NULL, 10) - time(NULL) : 0;
	free(session->unit);
	session->unit = result_text(res, 0, "unit");
	take_roles(session, res);
	take_cities(session, cities ? cities : "[]");
	zones_take(cities ? cities : "[]");
	free(now);
	free(cities);
	if (session->login)
		session->hooks.identified(session->hooks.arg, first);
	session_changed(session);
}

static void state_changed(void *arg, enum db_state state, const char *why)
{
	struct session *session = arg;
	bool again = state == DB_READY && session->down;

	session_changed(session);
	if (state == DB_DOWN) {
		free(session->down);
		session->down = text_visible(why ? why : "", why ? strlen(why) : 0, TEXT_ONE_LINE);
		log_info("no connection: %s", session->down);
	}
	if (state != DB_READY)
		return;
	log_info("connected");
	free(session->down);
	session->down = NULL;
	session_query(session, QUERY_ME, NULL, known, session);
	session->hooks.connected(session->hooks.arg, again);
}

static void notified(void *arg, const char *topic)
{
	struct session *session = arg;

	if (strcmp(topic, "presence") == 0) {
		session->hooks.presence(session->hooks.arg);
		return;
	}
	news_soon(session);
}

void session_open(struct session *session, const struct settings *settings,
                  const struct session_hooks *told)
{
	const struct db_options options = {
	        .conninfo = settings->database,
	        .appname = "varta",
	        .language = settings->language,
	        .connect_timeout = settings->connect_timeout,
	        .reconnect_max = settings->reconnect_max,
	        .answer_timeout = ANSWER,
	        .ping = PING,
	};
	const struct db_hooks hooks = {.state = state_changed, .notify = notified, .arg = session};

	*session = (struct session){.hooks = *told, .new = -1};
	session->db = db_new(&options, &hooks);
	db_listen(session->db, &listen, NULL);
}

void session_settle(struct session *session, int limit)
{
	int64_t end = when_ticks() + limit;

	while (session->calls && session_ready(session) && when_ticks() < end) {
		struct pollfd source = {db_fd(session->db), db_events(session->db), 0};
		int left = (int)(end - when_ticks()), due = db_timeout(session->db);

		poll(&source, 1, due >= 0 && due < left ? due : left > 0 ? left : 0);
		db_step(session->db);
	}
}

void session_close(struct session *session)
{
	static char no_message[] = "";
	static const struct db_error gone = {"08003", no_message, NULL};

	db_free(session->db);
	while (session->calls) {
		struct call *call = session->calls;
		session->calls = call->next;
		deliver(call, NULL, &gone);
	}
	release_cities(session);
	free(session->login);
	free(session->full_name);
	free(session->unit);
	release_texts(session->roles);
	free(session->down);
	free(session->shown_city);
}

static int sooner(int a, int64_t b)
{
	if (b < 0)
		b = 0;
	return a < 0 || b < a ? (int)b : a;
}

int session_timeout(const struct session *session)
{
	int64_t now = when_ticks();
	int timeout = db_timeout(session->db);

	if (session->refresh_at)
		timeout = sooner(timeout, session->refresh_at - now);
	if (db_state(session->db) == DB_DOWN)
		timeout = sooner(timeout, PATIENCE);
	for (const struct call *call = session->calls; call; call = call->next)
		if (call->since + PATIENCE >= now)
			timeout = sooner(timeout, call->since + PATIENCE - now + 1);
	return timeout;
}

void session_tick(struct session *session)
{
	int64_t now = when_ticks();

	if (session->refresh_at && now >= session->refresh_at) {
		session->refresh_at = 0;
		session->refreshed_at = now;
		session->hooks.news(session->hooks.arg);
	}
	if (db_state(session->db) == DB_DOWN || session_waiting(session))
		session_changed(session);
}

int64_t session_now(const struct session *session)
{
	return time(NULL) + session->clock;
}

const struct city *session_city(const struct session *session, const char *code)
{
	for (size_t i = 0; i < session->cities_n; i++)
		if (strcmp(session->cities[i].code, code) == 0)
			return &session->cities[i];
	return NULL;
}

static bool has_text(char *const *texts, const char *wanted)
{
	for (; texts && *texts; texts++)
		if (strcmp(*texts, wanted) == 0)
			return true;
	return false;
}

bool session_has_role(const struct session *session, const char *role)
{
	return has_text(session->roles, role);
}

bool session_allows(const struct session *session, const char *code, const char *action)
{
	const struct city *city = session_city(session, code);

	return !city || !city->actions || has_text(city->actions, action);
}

const json_t *session_others(const struct session *session, const char *code, const char *action)
{
	const struct city *city = session_city(session, code);

	return city ? json_object_get(city->others, action) : NULL;
}
