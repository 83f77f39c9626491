/* The connection: opens it, steps it, and opens it again after it was lost. */
#include "lib/db/db.h"

#include "lib/base/i18n.h"
#include "lib/base/log.h"
#include "lib/base/when.h"
#include "lib/base/xmalloc.h"
#include "lib/db/db_certain.h"
#include "lib/db/db_internal.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>

static LIST_HEAD(db_list, db) all = LIST_HEAD_INITIALIZER(all);

static char *copy(const char *s)
{
	return s ? xstrdup(s) : NULL;
}

struct db *db_new(const struct db_options *options, const struct db_hooks *hooks)
{
	struct db *db = xcalloc(1, sizeof(*db));

	db->options = *options;
	db->options.conninfo = xstrdup(options->conninfo);
	db->options.appname = copy(options->appname);
	db->options.language = xstrdup(options->language ? options->language : "uk");
	db->hooks = *hooks;
	db->state = DB_CONNECTING; /* the first step opens the connection */
	db->pause = FIRST_PAUSE;
	LIST_INSERT_HEAD(&all, db, link);
	return db;
}

static void close_connection(struct db *db)
{
	PQfinish(db->conn);
	db->conn = NULL;
	free(db->complaint);
	db->complaint = NULL;
	db->broken = db->read_only = db->pinged = false;
	queue_forget_prepared(db);
}

void db_free(struct db *db)
{
	if (!db)
		return;
	LIST_REMOVE(db, link);
	close_connection(db);
	db_hosts_release(&db->hosts);
	queue_drop(&db->sent);
	queue_drop(&db->unsent);
	notify_release(db);
	for (size_t i = 0; i < db->ntopics; i++)
		free(db->topics[i].name);
	free(db->topics);
	free((char *)db->options.conninfo);
	free((char *)db->options.appname);
	free((char *)db->options.language);
	free(db);
}

enum db_state db_state(const struct db *db)
{
	return db->state;
}

static int until(int64_t ticks)
{
	int64_t left = ticks - when_ticks();

	return left > 0 ? (int)left : 0;
}

static int remaining(const struct db *db)
{
	return until(db->deadline);
}

/* ms that the host which is tried has for its next sign. */
static int left_to_connect(const struct db *db)
{
	int left = remaining(db), sign = until(db->sign_by);

	return PQstatus(db->conn) == CONNECTION_STARTED && sign < left ? sign : left;
}

int db_retry_in(const struct db *db)
{
	return db->state == DB_DOWN ? remaining(db) : 0;
}

int db_fd(const struct db *db)
{
	return db->conn ? PQsocket(db->conn) : -1;
}

short db_events(const struct db *db)
{
	if (!db->conn)
		return 0;
	return notify_quiet(db) ? db->waiting_for & ~POLLIN : db->waiting_for;
}

/* ms that the server has for the oldest query; -1: any time. */
static int left_to_answer(const struct db *db)
{
	return db->answer_by && db->sent.head ? until(db->answer_by) : -1;
}

/* ms until the server is asked for a sign; -1: it is not. */
static int left_to_ping(const struct db *db)
{
	return db->options.ping && !db->sent.head ? until(db->quiet_at + db->options.ping) : -1;
}

static int sooner(int a, int b)
{
	return a < 0 || (b >= 0 && b < a) ? b : a;
}

int db_timeout(const struct db *db)
{
	if (db->broken || db->read_only || db->unsent.head)
		return 0;
	switch (db->state) {
	case DB_CONNECTING:
		return db->conn ? left_to_connect(db) : 0;
	case DB_DOWN:
		return remaining(db);
	case DB_READY:
		return sooner(sooner(left_to_answer(db), left_to_ping(db)), notify_timeout(db));
	}
	return -1;
}

static void set_state(struct db *db, enum db_state state, const char *why)
{
	db->state = state;
	if (db->hooks.state)
		db->hooks.state(db->hooks.arg, state, why);
}

/* The connection is gone: the next attempt is due after a pause. */
static void pause_before_next(struct db *db)
{
	db->deadline = when_ticks() + db->pause;
	db->pause = db->pause < db->options.reconnect_max / 2 ? db->pause * 2
	                                                      : db->options.reconnect_max;
}

/* Gives up the connection, or the attempt at the last host, and tells everybody; frees why. */
static void lose(struct db *db, char *why)
{
	struct pending_list lost = db->sent;

	db->sent = (struct pending_list){0};
	close_connection(db);
	db_hosts_release(&db->hosts);
	pause_before_next(db);
	set_state(db, DB_DOWN, why);
	queue_fail(&lost, "08006", why);
	free(why);
}

static void take_notice(void *arg, const PGresult *res)
{
	struct db *db = arg;
	const char *severity = PQresultErrorField(res, PG_DIAG_SEVERITY_NONLOCALIZED);
	const char *message = PQresultErrorField(res, PG_DIAG_MESSAGE_PRIMARY);
	bool warning = severity && strcmp(severity, "WARNING") == 0;
	bool fatal = severity && (strcmp(severity, "FATAL") == 0 || strcmp(severity, "PANIC") == 0);

	if (!message)
		message = PQresultErrorMessage(res);
	if (fatal)
		db_farewell(db, message);
	if (db_certain_is_doubt(res))
		queue_doubt(db, message);
	if (warning && db->options.warnings)
		log_warnx("database: %s", message);
	else
		log_debug("database: %s", message);
}

static void begin(struct db *db);

/* Gives up the host that is tried, for the next one; frees why. */
static void fail_host(struct db *db, char *why)
{
	if (!db_hosts_next(&db->hosts)) {
		lose(db, why);
		return;
	}
	log_info("database: %s; the next host is tried", why);
	free(why);
	close_connection(db);
	begin(db);
}

static void begin(struct db *db)
{
	int64_t now = when_ticks();

	db->conn = db_hosts_start(&db->hosts, db->options.conninfo, db->options.appname);
	db->deadline = now + db->options.connect_timeout;
	db->sign_by = now + DB_HOST_SIGN;
	db->waiting_for = POLLOUT;
	PQsetNoticeReceiver(db->conn, take_notice, db);
	if (db->state != DB_CONNECTING)
		set_state(db, DB_CONNECTING, NULL);
	if (PQstatus(db->conn) == CONNECTION_BAD)
		fail_host(db, db_complaint(db->conn, false));
}

/* Sends what is still in libpq's buffer, and notes what to wait for. */
static void flush(struct db *db)
{
	int left = PQflush(db->conn);

	db->waiting_for = left > 0 ? POLLIN | POLLOUT : POLLIN;
	if (left < 0)
		db_broke(db);
}

static void become_ready(struct db *db)
{
	if (PQsetnonblocking(db->conn, 1) != 0 || !PQenterPipelineMode(db->conn)) {
		lose(db, db_complaint(db->conn, false));
		return;
	}
	db->waiting_for = POLLIN;
	db->state = DB_READY;
	db->hosts.at = 0;
	db->quiet_at = when_ticks();
	session_begin(db);
	set_state(db, DB_READY, NULL);
}

/* PQconnectPoll() must not be called before the socket is ready, and the owner may step at any
 * time: hence the look at it. */
static bool socket_is_ready(const struct db *db)
{
	struct pollfd p = {.fd = PQsocket(db->conn), .events = db->waiting_for};

	return poll(&p, 1, 0) > 0;
}

static void go_on_connecting(struct db *db)
{
	if (left_to_connect(db) == 0) {
		bool silent = remaining(db) > 0;
		int limit = silent ? DB_HOST_SIGN : db->options.connect_timeout;

		fail_host(db, xasprintf(_("no answer within %g s"), limit / 1000.0));
		return;
	}
	if (!socket_is_ready(db))
		return;
	switch (PQconnectPoll(db->conn)) {
	case PGRES_POLLING_READING:
		db->waiting_for = POLLIN;
		break;
	case PGRES_POLLING_OK:
		become_ready(db);
		break;
	case PGRES_POLLING_FAILED:
		fail_host(db, db_complaint(db->conn, false));
		break;
	case PGRES_POLLING_WRITING:
	case PGRES_POLLING_ACTIVE:
		db->waiting_for = POLLOUT;
		break;
	}
}

/* One connection has found the server silent: whoever waits for it, too, has to hear of it soon. */
static void suspect_others(const struct db *silent)
{
	int64_t by = when_ticks() + SUSPECT_LIMIT;
	struct db *db;

	LIST_FOREACH(db, &all, link) {
		if (db == silent || db->state != DB_READY)
			continue;
		if (!db->sent.head) {
			queue_ping(db);
			db->answer_by = by;
		} else if (!db->answer_by || db->answer_by > by) {
			db->answer_by = by;
			db->cancelled = true; /* nobody would hear of it */
		}
	}
}

/* A wait for a standby ends by being cancelled; a server that stands still does not. */
static void lose_patience(struct db *db)
{
	bool briefly = db->pinged || !db->options.answer_timeout;
	int limit = briefly ? PING_LIMIT : db->options.answer_timeout;

	if (!db->cancelled && !db->pinged) {
		db_cancel(db, db->sent.head->ticket);
		db->cancelled = true;
		db->answer_by = when_ticks() + CANCEL_GRACE;
		return;
	}
	lose(db, xasprintf(_("no answer within %g s"), limit / 1000.0));
	suspect_others(db);
}

static void converse(struct db *db)
{
	if (!PQconsumeInput(db->conn))
		db_broke(db);
	queue_receive(db);
	notify_receive(db);
	if (!db->broken)
		flush(db);
	if (db->broken || PQstatus(db->conn) == CONNECTION_BAD)
		lose(db, db_reason(db));
	else if (db->read_only || db_hosts_is_read_only(db->conn))
		lose(db, xstrdup(_("this server takes no changes now")));
	else if (left_to_answer(db) == 0)
		lose_patience(db);
	else if (left_to_ping(db) == 0)
		queue_ping(db);
}

void db_step(struct db *db)
{
	struct pending_list unsent = db->unsent;

	db->unsent = (struct pending_list){0};
	queue_fail(&unsent, "08003", _("there is no connection to the database"));
	switch (db->state) {
	case DB_CONNECTING:
		if (!db->conn)
			begin(db);
		else
			go_on_connecting(db);
		break;
	case DB_DOWN:
		if (remaining(db) == 0)
			begin(db);
		break;
	case DB_READY:
		converse(db);
		break;
	}
}
