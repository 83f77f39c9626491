#include "syncd/indexer.h"

#include "lib/db.h"
#include "lib/log.h"
#include "lib/when.h"
#include "lib/xmalloc.h"

#include <stdlib.h>
#include <string.h>

enum { PAUSE = 60000 };

/* So many that a call takes a tenth of a second. */
static const struct db_stmt index_texts = {"index", "select sync.index_texts(500)", 0};

struct indexer {
	struct db *db;
	bool asked;      /* the database works on it */
	bool again;      /* something changed meanwhile */
	int64_t next;    /* when to ask without being told to */
	int64_t indexed; /* since the last time that nothing was left */
};

static void ask(struct indexer *indexer);

static void rest(struct indexer *indexer)
{
	if (indexer->indexed)
		log_debug("texts indexed: %lld", (long long)indexer->indexed);
	indexer->indexed = 0;
	indexer->next = when_ticks() + PAUSE;
}

static void on_indexed(void *arg, const PGresult *res, const struct db_error *error)
{
	struct indexer *indexer = arg;
	long n = res ? strtol(PQgetvalue(res, 0, 0), NULL, 10) : 0;
	bool more = n > 0 || (res && indexer->again);

	indexer->asked = false;
	indexer->indexed += n;
	if (error && strncmp(error->sqlstate, "08", 2) != 0)
		log_warnx("the texts could not be indexed: %s", error->message);
	if (more)
		ask(indexer);
	else
		rest(indexer);
}

static void ask(struct indexer *indexer)
{
	indexer->again = indexer->asked;
	if (indexer->asked)
		return;
	indexer->asked = true;
	db_query(indexer->db, &index_texts, NULL, on_indexed, indexer);
}

/* That the database cannot be reached says the other connection. */
static void on_state(void *arg, enum db_state state, const char *why)
{
	if (state == DB_READY)
		ask(arg);
}

static void on_notify(void *arg, const char *channel)
{
	ask(arg);
}

struct indexer *indexer_new(const struct settings *s)
{
	struct indexer *indexer = xcalloc(1, sizeof(*indexer));
	const struct db_options options = {.conninfo = s->database,
	                                   .appname = "varta-syncd indexer",
	                                   .language = s->language,
	                                   .connect_timeout = s->connect_timeout,
	                                   .reconnect_max = s->reconnect_max,
	                                   .warnings = true};
	const struct db_hooks hooks = {.state = on_state, .notify = on_notify, .arg = indexer};

	indexer->next = when_ticks() + PAUSE;
	indexer->db = db_new(&options, &hooks);
	db_listen(indexer->db, "varta_index");
	return indexer;
}

void indexer_free(struct indexer *indexer)
{
	if (!indexer)
		return;
	db_free(indexer->db);
	free(indexer);
}

const struct db *indexer_db(const struct indexer *indexer)
{
	return indexer->db;
}

int64_t indexer_timeout(const struct indexer *indexer)
{
	int64_t left = indexer->next - when_ticks();
	int wait = db_timeout(indexer->db);

	if (indexer->asked || db_state(indexer->db) != DB_READY)
		return wait;
	if (left < 0)
		left = 0;
	return wait >= 0 && wait < left ? wait : left;
}

void indexer_step(struct indexer *indexer)
{
	db_step(indexer->db);
	if (!indexer->asked && db_state(indexer->db) == DB_READY && when_ticks() >= indexer->next)
		ask(indexer);
}
