/* Hands queries to the connections of a lane, so that no key takes all of them. */
#include "syncd/core/db_lane.h"

#include "lib/base/i18n.h"
#include "lib/base/log.h"
#include "lib/base/when.h"
#include "lib/base/xmalloc.h"

#include <stdlib.h>
#include <sys/queue.h>

/* The first connection is that of held keys. SHARE: how many of the others one key may use. */
enum { CONNECTIONS = 4, OTHERS = 1, SHARE = 2 };

/* What is known of a key; it stays. */
struct lane_key {
	SLIST_ENTRY(lane_key) link;
	int number, running;
	bool held;
};

struct lane_query {
	STAILQ_ENTRY(lane_query) link;
	struct db_lane *lane;
	struct lane_key *key;
	struct db_stmt stmt;
	char **params;
	db_done *done;
	void *arg;
	int64_t began; /* ticks; when it was sent */
	size_t at;     /* the connection that runs it */
};

STAILQ_HEAD(lane_queries, lane_query);

struct db_lane {
	const char *name;
	int patience; /* ms; a query that fails after these was held up */
	struct {
		struct db *db;
		struct lane_query *runs; /* NULL: it is free */
	} connections[CONNECTIONS];
	SLIST_HEAD(lane_keys, lane_key) keys;
	struct lane_queries waiting;
};

struct db_lane *db_lane_new(const struct settings *settings, const char *name, const char *appname)
{
	const struct db_options options = job_db_options(settings, appname);
	const struct db_hooks hooks = {0};
	struct db_lane *lane = xcalloc(1, sizeof(*lane));

	lane->name = name;
	lane->patience = settings->lock_timeout;
	for (size_t i = 0; i < CONNECTIONS; i++)
		lane->connections[i].db = db_new(&options, &hooks);
	SLIST_INIT(&lane->keys);
	STAILQ_INIT(&lane->waiting);
	return lane;
}

static void query_free(struct lane_query *query)
{
	if (!query)
		return;
	for (int i = 0; i < query->stmt.nparams; i++)
		free(query->params[i]);
	free(query->params);
	free(query);
}

static struct lane_query *take_first(struct lane_queries *list)
{
	struct lane_query *query = STAILQ_FIRST(list);

	if (query)
		STAILQ_REMOVE_HEAD(list, link);
	return query;
}

enum db_state db_lane_state(const struct db_lane *lane)
{
	enum db_state best = DB_DOWN;

	for (size_t i = 0; i < CONNECTIONS; i++) {
		enum db_state state = db_state(lane->connections[i].db);

		if (state == DB_READY)
			return state;
		if (state == DB_CONNECTING)
			best = state;
	}
	return best;
}

static struct lane_key *find_key(const struct db_lane *lane, int number)
{
	struct lane_key *key;

	SLIST_FOREACH(key, &lane->keys, link)
		if (key->number == number)
			return key;
	return NULL;
}

static struct lane_key *key_of(struct db_lane *lane, int number)
{
	struct lane_key *key = find_key(lane, number);

	if (key)
		return key;
	key = xcalloc(1, sizeof(*key));
	key->number = number;
	SLIST_INSERT_HEAD(&lane->keys, key, link);
	return key;
}

bool db_lane_holds(const struct db_lane *lane, int number)
{
	const struct lane_key *key = find_key(lane, number);

	return key && key->held;
}

bool db_lane_refuses(const struct db_lane *lane, int number)
{
	const struct lane_key *key = find_key(lane, number);

	return key && key->held && key->running;
}

/* Ends those of from that have that key (NULL: all) with sqlstate. done may ask for more. */
static void fail_waiting(struct db_lane *lane, const struct lane_key *key, const char *sqlstate,
                         const char *message)
{
	struct lane_queries from = STAILQ_HEAD_INITIALIZER(from);
	struct db_error error = {.message = (char *)message};
	struct lane_query *query;

	snprintf(error.sqlstate, sizeof(error.sqlstate), "%s", sqlstate);
	STAILQ_CONCAT(&from, &lane->waiting);
	while ((query = take_first(&from))) {
		if (key && query->key != key) {
			STAILQ_INSERT_TAIL(&lane->waiting, query, link);
			continue;
		}
		query->done(query->arg, NULL, &error);
		query_free(query);
	}
}

/* Judges by the time that it took, so that every way of being held up counts: a lock, a statement
 * that does not end, a server that stands still. */
static void note_outcome(struct db_lane *lane, struct lane_key *key, bool held)
{
	if (held == key->held)
		return;
	key->held = held;
	if (!held) {
		log_info("%s: source %d can be served again", lane->name, key->number);
		return;
	}
	log_warnx("%s: source %d is held up in the database", lane->name, key->number);
}

static void on_answer(void *arg, const PGresult *res, const struct db_error *error)
{
	struct lane_query *query = arg;
	struct db_lane *lane = query->lane;
	struct lane_key *key = query->key;
	bool held = error && when_ticks() - query->began >= lane->patience;

	lane->connections[query->at].runs = NULL;
	key->running--;
	note_outcome(lane, key, held);
	query->done(query->arg, res, error);
	query_free(query);
	if (held)
		fail_waiting(lane, key, "55P03", _("the database is busy with this city"));
}

/* Returns CONNECTIONS where there is none for that key now. */
static size_t free_connection(const struct db_lane *lane, const struct lane_key *key)
{
	size_t i = key->held ? 0 : OTHERS, end = key->held ? OTHERS : CONNECTIONS;

	if (key->running >= (key->held ? 1 : SHARE))
		return CONNECTIONS;
	for (; i < end; i++)
		if (!lane->connections[i].runs && db_state(lane->connections[i].db) == DB_READY)
			return i;
	return CONNECTIONS;
}

static bool run(struct db_lane *lane, struct lane_query *query)
{
	size_t i = free_connection(lane, query->key);

	if (i == CONNECTIONS)
		return false;
	query->at = i;
	query->began = when_ticks();
	query->key->running++;
	lane->connections[i].runs = query;
	db_query(lane->connections[i].db, &query->stmt, (const char *const *)query->params,
	         on_answer, query);
	return true;
}

/* In the order in which they came, as far as there are connections for their keys. */
static void run_waiting(struct db_lane *lane)
{
	struct lane_queries from = STAILQ_HEAD_INITIALIZER(from);
	struct lane_query *query;

	STAILQ_CONCAT(&from, &lane->waiting);
	while ((query = take_first(&from)))
		if (!run(lane, query))
			STAILQ_INSERT_TAIL(&lane->waiting, query, link);
}

void db_lane_query(struct db_lane *lane, int number, const struct db_stmt *stmt,
                   const char *const params[], db_done *done, void *arg)
{
	struct lane_query *query = xcalloc(1, sizeof(*query));

	*query = (struct lane_query){
	        .lane = lane, .key = key_of(lane, number), .stmt = *stmt, .done = done, .arg = arg};
	query->params = xcalloc((size_t)stmt->nparams + 1, sizeof(*query->params));
	for (int i = 0; i < stmt->nparams; i++)
		query->params[i] = params[i] ? xstrdup(params[i]) : NULL;
	if (!run(lane, query))
		STAILQ_INSERT_TAIL(&lane->waiting, query, link);
}

static void db_lane_free(void *self)
{
	struct db_lane *lane = self;
	struct lane_query *query;
	struct lane_key *key;

	for (size_t i = 0; i < CONNECTIONS; i++) {
		db_free(lane->connections[i].db);
		query_free(lane->connections[i].runs);
	}
	while ((query = take_first(&lane->waiting)))
		query_free(query);
	while ((key = SLIST_FIRST(&lane->keys))) {
		SLIST_REMOVE_HEAD(&lane->keys, link);
		free(key);
	}
	free(lane);
}

static void db_lane_descriptors(const void *self, struct job_descriptors *fds)
{
	const struct db_lane *lane = self;

	for (size_t i = 0; i < CONNECTIONS; i++)
		job_wait_db(fds, lane->connections[i].db);
}

static int64_t db_lane_timeout(const void *self)
{
	const struct db_lane *lane = self;
	int64_t wait = -1;

	if (!STAILQ_EMPTY(&lane->waiting) && db_lane_state(lane) != DB_READY)
		return 0;
	for (size_t i = 0; i < CONNECTIONS; i++)
		wait = job_sooner(wait, db_timeout(lane->connections[i].db));
	return wait;
}

static void db_lane_step(void *self)
{
	struct db_lane *lane = self;

	for (size_t i = 0; i < CONNECTIONS; i++)
		db_step(lane->connections[i].db);
	if (db_lane_state(lane) == DB_READY)
		run_waiting(lane);
	else
		fail_waiting(lane, NULL, "08003", _("there is no connection to the database"));
}

const struct job_ops db_lane_job = {
        .name = "lane",
        .descriptors = db_lane_descriptors,
        .timeout = db_lane_timeout,
        .step = db_lane_step,
        .free = db_lane_free,
};
