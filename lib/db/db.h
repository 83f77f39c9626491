/* One asynchronous connection to PostgreSQL. Nothing in here ever waits.
 *
 * The owner's loop polls db_fd() for db_events(), at most db_timeout() ms, then calls db_step().
 * Queries are sent at once in libpq's pipeline mode, each with a sync of its own, and answered in
 * their order. A lost connection is opened again after a pause that doubles from 250 ms up to
 * reconnect_max; topics are listened to again. A server that does not answer in time is asked to
 * cancel, and if that does not help, either, the connection counts as lost; others of the program
 * that are silent, too, have to give a sign within seconds. Each host of the connection string has
 * an attempt and a deadline of its own; a server that takes no changes is left for another one.
 *
 * Hooks and done functions are called from within db_step() only. They may call db_query(),
 * db_cancel() and db_listen(), but neither db_step() nor db_free(). */
#ifndef VARTA_DB_H
#define VARTA_DB_H

#include <libpq-fe.h>
#include <stdbool.h>
#include <stdint.h>

struct db;

enum db_state {
	DB_CONNECTING,
	DB_READY,
	DB_DOWN /* waiting for the next attempt, see db_retry_in() */
};

struct db_hooks {
	/* The state changed; why is libpq's last complaint for DB_DOWN, one line without anything
	 * that acts on a terminal, otherwise NULL. Notifications may have been missed before
	 * DB_READY: what is read from then on is complete. Either function may be NULL. */
	void (*state)(void *arg, enum db_state state, const char *why);
	/* Something was notified; topic is what that says. It is a hint, which whoever knows the
	 * channel can have sent: it is told at once, once more a tenth of a second later, and at
	 * most ten times a second for each channel. */
	void (*notify)(void *arg, const char *topic);
	void *arg;
};

/* A statement: prepared on each connection when it is first used, and anew where a schema upgrade
 * made it stale. Keep them in const tables: name and sql must outlive the connection. */
struct db_stmt {
	const char *name; /* NULL: not prepared, for what is used once */
	const char *sql;
	int nparams;
};

struct db_error {
	char sqlstate[6]; /* "08006" where the connection went; then the outcome is unknown if the
	                     query had been sent, "08003" if it never was; "40003" where it is
	                     committed, but nobody waited until a standby has it, too */
	char *message;
	char *detail; /* may be NULL */
};

/* The end of a query: res where it went well and is committed, otherwise error. Both are gone after
 * the call. */
typedef void db_done(void *arg, const PGresult *res, const struct db_error *error);

struct db_options {
	const char *conninfo; /* libpq's; TLS, service and pass files as libpq does */
	const char *appname;  /* application_name */
	const char *language; /* sent as the session's varta.lang; NULL: "uk" */
	int connect_timeout;  /* ms, for each host */
	int reconnect_max;    /* ms */
	/* ms; 0: as the server has it. What the session's lock_timeout and statement_timeout are.
	 */
	int lock_timeout, statement_timeout;
	int answer_timeout; /* ms that a query may take, seen from here; 0: any time */
	int ping; /* ms of silence after which the server is asked for a sign; 0: it never is */
	bool warnings; /* the server's warnings are logged as such, not for debugging */
};

/* Opens a connection with the first db_step(). options and hooks are copied. */
struct db *db_new(const struct db_options *options, const struct db_hooks *hooks);
/* Calls done for nothing any more; closes. db may be NULL. */
void db_free(struct db *db);

enum db_state db_state(const struct db *db);
/* Milliseconds until the next attempt where DB_DOWN, otherwise 0. */
int db_retry_in(const struct db *db);

int db_fd(const struct db *db);       /* -1 where there is nothing to poll */
short db_events(const struct db *db); /* POLLIN, POLLOUT */
int db_timeout(const struct db *db);  /* ms, -1: none */
void db_step(struct db *db);

/* Runs stmt with nparams texts (NULL is SQL NULL). done is called exactly once, never from within
 * db_query(). Where there is no connection it is called from the next db_step() with 08003.
 * Returns a ticket for db_cancel(). */
uint64_t db_query(struct db *db, const struct db_stmt *stmt, const char *const params[],
                  db_done *done, void *arg);

/* What was asked last is a sign of life, too: without an answer within seconds the connection
 * counts as lost. Where something else is unanswered, that has its own time first. */
void db_expect_sign(struct db *db);

/* Asks the server to stop that query, if it is the oldest unanswered one (those behind it have not
 * begun); its done comes with 57014. Where it ends by itself meanwhile, the one behind it may be
 * hit instead. */
void db_cancel(struct db *db, uint64_t ticket);

/* Has each session begin with stmt, which makes it listen to topic, its parameter (NULL: it has
 * none): what channels are called, the database alone knows. stmt must outlive the connection. */
void db_listen(struct db *db, const struct db_stmt *stmt, const char *topic);

#endif
