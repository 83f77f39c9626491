/* What each session begins with, and how a statement of it is cancelled. */
#include "lib/base/log.h"
#include "lib/base/xmalloc.h"
#include "lib/db/db_internal.h"
#include "lib/db/db_params.h"

#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The pause between attempts starts anew only now: a server that accepts connections and drops
 * them at once must not be besieged. */
static void session_done(void *arg, const PGresult *res, const struct db_error *error)
{
	struct db *db = arg;

	if (error)
		log_debug("database: session: %s", error->message);
	else
		db->pause = FIRST_PAUSE;
}

static void listen_done(void *arg, const PGresult *res, const struct db_error *error)
{
	if (error)
		log_warnx("the database does not let us listen: %s", error->message);
}

static void send_listen(struct db *db, const struct topic *topic)
{
	const char *const params[] = {topic->name};

	db_query(db, topic->listen, params, listen_done, NULL);
}

static bool same_text(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

void db_listen(struct db *db, const struct db_stmt *stmt, const char *topic)
{
	struct topic *new;

	for (size_t i = 0; i < db->ntopics; i++) {
		if (db->topics[i].listen == stmt && same_text(db->topics[i].name, topic))
			return;
	}
	db->topics = xreallocarray(db->topics, db->ntopics + 1, sizeof(*db->topics));
	new = &db->topics[db->ntopics++];
	*new = (struct topic){.listen = stmt, .name = topic ? xstrdup(topic) : NULL};
	if (db->state == DB_READY)
		send_listen(db, new);
}

/* A timeout of 0 is as the server has it. Parameters of the session and not of the startup packet:
 * 'options' there belongs to the user, and PgBouncer refuses it. They share their round trip with
 * the first queries. */
void session_begin(struct db *db)
{
	static const struct db_stmt session = {NULL,
	                                       "select set_config('varta.lang', $1, false),"
	                                       " set_config('lock_timeout', $2, false),"
	                                       " set_config('statement_timeout', $3, false)",
	                                       3};
	struct db_params params = {0};

	db_params_text(&params, db->options.language);
	db_params_id(&params, db->options.lock_timeout);
	db_params_id(&params, db->options.statement_timeout);
	db_query(db, &session, params.text, session_done, db);
	for (size_t i = 0; i < db->ntopics; i++)
		send_listen(db, &db->topics[i]);
}

static void *cancel_main(void *arg)
{
	PGcancel *cancel = arg;
	char complaint[256];

	if (!PQcancel(cancel, complaint, sizeof(complaint)))
		log_debug("database: cancel: %s", complaint);
	PQfreeCancel(cancel);
	return NULL;
}

/* PQcancel() waits for a connection of its own. The thread gets no signals: they are the loop's. */
void db_cancel(struct db *db, uint64_t ticket)
{
	PGcancel *cancel;
	sigset_t all, before;
	pthread_t thread;

	if (db->state != DB_READY || !db->sent.head || db->sent.head->ticket != ticket)
		return;
	cancel = PQgetCancel(db->conn);
	if (!cancel)
		return;
	sigfillset(&all);
	pthread_sigmask(SIG_BLOCK, &all, &before);
	if (pthread_create(&thread, NULL, cancel_main, cancel) == 0)
		pthread_detach(thread);
	else
		PQfreeCancel(cancel);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
}
