/* The operator's session with the database: the connection, who is logged in, the queries that
 * run, and the news that the database sends. */
#ifndef VARTA_CONSOLE_DATA_SESSION_H
#define VARTA_CONSOLE_DATA_SESSION_H

#include "console/data/statements.h"
#include "lib/db.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct app;
struct screen;
struct call;

struct city {
	int id;
	char *code, *name;
	int recall_window; /* seconds for which a published answer can be taken back */
};

struct session {
	struct app *app;
	struct db *db;
	char *login, *full_name; /* harmless; NULL until the first connection */
	struct city *cities;
	size_t cities_n;
	int64_t clock;              /* the server's clock minus ours, seconds */
	int64_t new, pending, late; /* badges of what the filter's city shows; -1: not known yet */
	char *down;                 /* why there is no connection; NULL while there is one */
	struct call *calls;         /* that are not answered yet */
	int64_t refresh_at;   /* ticks of the next reading after a notification; 0: none is due */
	int64_t refreshed_at; /* ticks of the last one */
};

void session_open(struct session *session, struct app *app);
/* Answers what still runs as lost, disconnects. */
void session_close(struct session *session);

/* Sends a statement, or one of the table; done is called with arg. */
void session_send(struct session *session, const struct db_stmt *stmt, const char *const params[],
                  db_done *done, void *arg);
void session_query(struct session *session, enum query query, const char *const params[],
                   db_done *done, void *arg);
/* The same for a screen, which gets the answer only if it is still open. */
typedef void screen_done(struct screen *s, const PGresult *res, const struct db_error *error);
void session_ask(struct screen *s, enum query query, const char *const params[], screen_done *done);

/* Whether an act can be sent now; where not, says so to the operator. */
bool session_ready(struct session *session);
/* Whether the operator has been waiting for more than a second. */
bool session_waiting(const struct session *session);
/* Gives up what is waited for. Returns whether there was anything. */
bool session_cancel(struct session *session);

/* Ticks until something has to be done though nobody sends anything; -1: never. */
int session_timeout(const struct session *session);
/* Does what is due. */
void session_tick(struct session *session);

void session_badges(struct session *session);
/* The server's time, seconds since 1970. */
int64_t session_now(const struct session *session);
const struct city *session_city(const struct session *session, const char *code);

#endif
