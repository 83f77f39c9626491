#include "syncd/maintenance.h"

#include "lib/db.h"
#include "lib/log.h"
#include "lib/when.h"
#include "lib/xmalloc.h"

#include <stdlib.h>
#include <string.h>

enum { PAUSE = 60000 };

/* Each call takes about a tenth of a second, and tells how many it did; it is made again until that
 * is 0. */
static const struct chore {
	struct db_stmt stmt;
	const char *done, *failed;
} all[] = {
        {{"index", "select sync.index_texts(500)", 0},
         "texts indexed",
         "the texts could not be indexed"},
        {{"erase", "select sync.erase_due(20)", 0},
         "requests whose personal data were erased",
         "personal data could not be erased"},
        {{"mail_tidy", "select sync.mail_tidy(1000)", 0},
         "addresses that nobody confirmed, and old mails, that have gone",
         "addresses that nobody confirmed could not be forgotten"},
};

enum { INDEX, CHORES = sizeof(all) / sizeof(all[0]) };

struct maintenance {
	struct db *db;
	size_t at;      /* the one that the database works on; CHORES: none */
	size_t last;    /* the last one of this round */
	bool again;     /* texts changed meanwhile */
	int64_t next;   /* when the next whole round is due */
	int64_t number; /* done by the chore at hand */
};

static void ask(struct maintenance *chores);

static void begin(struct maintenance *chores, size_t last)
{
	chores->at = INDEX;
	chores->last = last;
	chores->again = false;
	ask(chores);
}

static void whole_round(struct maintenance *chores)
{
	chores->next = when_ticks() + PAUSE;
	begin(chores, CHORES - 1);
}

static void go_on(struct maintenance *chores)
{
	if (chores->number)
		log_debug("%s: %lld", all[chores->at].done, (long long)chores->number);
	chores->number = 0;
	if (chores->at < chores->last) {
		chores->at++;
		ask(chores);
	} else if (chores->again) {
		begin(chores, INDEX);
	} else {
		chores->at = CHORES;
	}
}

static void on_done(void *arg, const PGresult *res, const struct db_error *error)
{
	struct maintenance *chores = arg;
	long n = res ? strtol(PQgetvalue(res, 0, 0), NULL, 10) : 0;

	if (error && strncmp(error->sqlstate, "08", 2) != 0)
		log_warnx("%s: %s", all[chores->at].failed, error->message);
	chores->number += n;
	if (n > 0)
		ask(chores);
	else
		go_on(chores);
}

static void ask(struct maintenance *chores)
{
	db_query(chores->db, &all[chores->at].stmt, NULL, on_done, chores);
}

/* That the database cannot be reached says the other connection. */
static void on_state(void *arg, enum db_state state, const char *why)
{
	struct maintenance *chores = arg;

	if (state == DB_READY && chores->at == CHORES)
		whole_round(chores);
}

static void on_notify(void *arg, const char *channel)
{
	struct maintenance *chores = arg;

	if (chores->at == CHORES)
		begin(chores, INDEX);
	else
		chores->again = true;
}

struct maintenance *maintenance_new(const struct settings *s)
{
	struct maintenance *chores = xcalloc(1, sizeof(*chores));
	const struct db_options options = {.conninfo = s->database,
	                                   .appname = "varta-syncd chores",
	                                   .language = s->language,
	                                   .connect_timeout = s->connect_timeout,
	                                   .reconnect_max = s->reconnect_max,
	                                   .warnings = true};
	const struct db_hooks hooks = {.state = on_state, .notify = on_notify, .arg = chores};

	chores->at = CHORES;
	chores->next = when_ticks() + PAUSE;
	chores->db = db_new(&options, &hooks);
	db_listen(chores->db, "varta_index");
	return chores;
}

void maintenance_free(struct maintenance *chores)
{
	if (!chores)
		return;
	db_free(chores->db);
	free(chores);
}

const struct db *maintenance_db(const struct maintenance *chores)
{
	return chores->db;
}

int64_t maintenance_timeout(const struct maintenance *chores)
{
	int64_t left = chores->next - when_ticks();
	int wait = db_timeout(chores->db);

	if (chores->at != CHORES || db_state(chores->db) != DB_READY)
		return wait;
	if (left < 0)
		left = 0;
	return wait >= 0 && wait < left ? wait : left;
}

void maintenance_step(struct maintenance *chores)
{
	db_step(chores->db);
	if (chores->at == CHORES && db_state(chores->db) == DB_READY &&
	    when_ticks() >= chores->next)
		whole_round(chores);
}
