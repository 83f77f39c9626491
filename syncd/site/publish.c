#include "syncd/site/publish.h"

#include "lib/db.h"
#include "lib/dberror.h"
#include "lib/log.h"
#include "lib/when.h"
#include "lib/xmalloc.h"
#include "syncd/core/lease_owner.h"
#include "syncd/site/file_writer.h"
#include "syncd/site/site_query.h"
#include "syncd/site/site_target.h"
#include "syncd/site/site_update.h"

#include <stdlib.h>

enum { PAUSE = 10000 }; /* ms; the sooner, the sooner another daemon's death is noticed */

struct publish {
	struct db *db;
	struct file_writer *writer;
	struct site_update update;
	struct site_target_list targets;
	struct site_target *now; /* whose turn it is */
	bool busy;               /* a round is going on */
	bool again;              /* another one has to follow at once */
	int64_t next;            /* when the next round begins, ticks */
};

static void give_up(struct publish *publish)
{
	publish->now = NULL;
	publish->busy = publish->again = false;
	publish->next = when_ticks() + PAUSE;
}

/* A tree that is stale is made whole when its time has come. */
static int64_t until_next(const struct publish *publish, const PGresult *res)
{
	int64_t now = when_ticks(), wait = PAUSE, due;
	const struct site_target *target;

	if (res && !PQgetisnull(res, 0, 0)) {
		due = strtoll(PQgetvalue(res, 0, 0), NULL, 10);
		wait = due < wait ? due : wait;
	}
	LIST_FOREACH(target, &publish->targets, link)
		if (target->stale && target->whole_at > now && target->whole_at - now < wait)
			wait = target->whole_at - now;
	return now + wait;
}

static void on_next(void *arg, const PGresult *res, const struct db_error *error)
{
	struct publish *publish = arg;

	publish->busy = false;
	publish->next = publish->again ? when_ticks() : until_next(publish, res);
	publish->again = false;
}

static void go_on(struct publish *publish)
{
	while (publish->now && !site_update_begin(&publish->update, publish->now))
		publish->now = LIST_NEXT(publish->now, link);
	if (!publish->now)
		db_query(publish->db, &site_queries[SITE_QUERY_NEXT], NULL, on_next, publish);
}

static void on_tree_end(void *arg, bool well)
{
	struct publish *publish = arg;

	if (!well && db_state(publish->db) != DB_READY) {
		give_up(publish);
		return;
	}
	publish->now = LIST_NEXT(publish->now, link);
	go_on(publish);
}

static void on_sources(void *arg, const PGresult *res, const struct db_error *error)
{
	struct publish *publish = arg;

	if (error) {
		if (!dberror_is_offline(error))
			log_warnx("publish: %s", error->message);
		give_up(publish);
		return;
	}
	site_targets_read(&publish->targets, res);
	publish->now = LIST_FIRST(&publish->targets);
	go_on(publish);
}

static void poll_run_begin(struct publish *publish)
{
	publish->busy = true;
	publish->again = false;
	db_query(publish->db, &site_queries[SITE_QUERY_SOURCES], NULL, on_sources, publish);
}

static void wake(struct publish *publish)
{
	publish->again = publish->busy;
	publish->next = when_ticks();
}

static void on_state(void *arg, enum db_state state, const char *why)
{
	if (state == DB_READY)
		wake(arg);
}

static void on_notify(void *arg, const char *channel)
{
	wake(arg);
}

struct publish *publish_new(const struct settings *s, struct metrics *metrics, char **why)
{
	const struct db_options options = {.conninfo = s->database,
	                                   .appname = "varta-syncd publish",
	                                   .language = s->language,
	                                   .connect_timeout = s->connect_timeout,
	                                   .reconnect_max = s->reconnect_max,
	                                   .warnings = true};
	struct file_writer *writer;
	struct publish *publish;

	*why = NULL;
	writer = s->publish ? file_writer_new(s->publish, why) : NULL;
	if (!writer)
		return NULL;
	publish = xcalloc(1, sizeof(*publish));
	publish->writer = writer;
	publish->db = db_new(&options, &(struct db_hooks){on_state, on_notify, publish});
	publish->update = (struct site_update){.settings = s,
	                                       .metrics = metrics,
	                                       .db = publish->db,
	                                       .writer = writer,
	                                       .lease_owner = lease_owner_new(),
	                                       .ended = on_tree_end,
	                                       .arg = publish};
	publish->next = when_ticks() + PAUSE;
	LIST_INIT(&publish->targets);
	db_listen(publish->db, "varta_outbox");
	return publish;
}

void publish_free(struct publish *publish)
{
	if (!publish)
		return;
	db_free(publish->db);
	file_writer_free(publish->writer);
	site_targets_free(&publish->targets);
	site_update_release(&publish->update);
	free(publish);
}

const struct db *publish_db(const struct publish *publish)
{
	return publish ? publish->db : NULL;
}

int publish_fd(const struct publish *publish)
{
	return publish && file_writer_busy(publish->writer) ? file_writer_fd(publish->writer) : -1;
}

static bool may_begin(const struct publish *publish)
{
	return !publish->busy && !publish->update.draining && db_state(publish->db) == DB_READY &&
	       !file_writer_busy(publish->writer);
}

int64_t publish_timeout(const struct publish *publish)
{
	int64_t left;
	int wait;

	if (!publish)
		return -1;
	wait = db_timeout(publish->db);
	if (!may_begin(publish))
		return wait;
	left = publish->next - when_ticks();
	if (left < 0)
		left = 0;
	return wait >= 0 && wait < left ? wait : left;
}

void publish_step(struct publish *publish)
{
	char *why;

	if (!publish)
		return;
	db_step(publish->db);
	if (file_writer_end(publish->writer, &why)) {
		site_update_written(&publish->update, why);
		free(why);
	}
	if (may_begin(publish) && when_ticks() >= publish->next)
		poll_run_begin(publish);
}

void publish_quiesce(struct publish *publish)
{
	if (publish)
		publish->update.draining = true;
}

bool publish_busy(const struct publish *publish)
{
	return publish && publish->busy;
}
