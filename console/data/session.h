/* The operator's session with the database: the connection, who is logged in, the queries that
 * run, and the news that the database sends.
 *
 * The room data/ is what the console knows of the database: this session, the statements with their
 * parameters, results and the rows in them, and the codes that a filter can name. It knows no
 * screen: what happens is told upwards through struct session_hooks. */
#ifndef VARTA_CONSOLE_DATA_SESSION_H
#define VARTA_CONSOLE_DATA_SESSION_H

#include "console/data/statements.h"
#include "lib/db/db.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct call;
struct settings;

struct city {
	char *code, *name;
	int recall_window; /* seconds for which a published answer can be taken back */
	char **actions;    /* that are for the operator's roles there, behind them NULL; or NULL */
	json_t *others;    /* the other ones: for whom each is */
};

/* What the session tells those above it; all are given, and called with arg. */
struct session_hooks {
	/* What is shown of the session may be another: the connection, a wait, a count. */
	void (*changed)(void *arg);
	/* There is a connection; again: there was one before that was lost. */
	void (*connected)(void *arg, bool again);
	/* Who is logged in is known; first: for the first time. */
	void (*identified)(void *arg, bool first);
	/* The database refuses to say who is logged in, and why. */
	void (*refused)(void *arg, const char *why);
	/* The database holds something newer. */
	void (*news)(void *arg);
	/* Another operator has come to a request, or has left one. */
	void (*presence)(void *arg);
	void *arg;
};

struct session {
	struct session_hooks hooks;
	struct db *db;
	char *login, *full_name; /* harmless; NULL until the first connection */
	char *unit;              /* the operator's; NULL: none */
	char **roles;            /* in whatever city, behind them NULL; NULL: not known yet */
	struct city *cities;
	size_t cities_n;
	int64_t clock;              /* the server's clock minus ours, seconds */
	char *shown_city;           /* the code of the city that is counted; NULL: all of them */
	int64_t new, pending, late; /* requests of it, as counted last; new -1: not yet */
	int64_t unseen;       /* requests of the operator's own to which residents wrote later */
	char *down;           /* why there is no connection; NULL while there is one */
	struct call *calls;   /* that are not answered yet */
	int64_t refresh_at;   /* ticks of the next reading after a notification; 0: none is due */
	int64_t refreshed_at; /* ticks of the last one */
};

void session_open(struct session *session, const struct settings *settings,
                  const struct session_hooks *hooks);
/* Waits until what was sent is answered, at most limit ms: a server whose client goes with answers
 * unread may not even read what stands behind them. */
void session_settle(struct session *session, int limit);
/* Answers what still runs as lost, disconnects. */
void session_close(struct session *session);

/* Sends a statement, or one of the table; done is called with arg. */
void session_send(struct session *session, const struct db_stmt *stmt, const char *const params[],
                  db_done *done, void *arg);
void session_query(struct session *session, enum query query, const char *const params[],
                   db_done *done, void *arg);

/* Whether there is a connection that takes queries now. */
bool session_ready(const struct session *session);
/* Whether the operator has been waiting for more than a second. */
bool session_waiting(const struct session *session);
/* Gives up what is waited for. Returns whether there was anything. */
bool session_cancel(struct session *session);

/* Ticks until something has to be done though nobody sends anything; -1: never. */
int session_timeout(const struct session *session);
/* Does what is due. */
void session_tick(struct session *session);

/* Counts what is open anew. */
void session_badges(struct session *session);
/* From now on the counts are those of that city, NULL: of all of them. */
void session_show_city(struct session *session, const char *code);
/* The code of the city that is counted, or the operator's first; "": there is none, or
 * none is known yet: what is open is read anew when it is. */
const char *session_city_code(const struct session *session);
/* Something is shown differently from now on. */
void session_changed(const struct session *session);
/* The server's time, seconds since 1970. */
int64_t session_now(const struct session *session);
/* NULL where the operator has no city of that code. */
const struct city *session_city(const struct session *session, const char *code);
/* Whether the operator has that role in some city. */
bool session_has_role(const struct session *session, const char *role);
/* Whether an act is for one of the operator's roles in that city, whatever the request; also where
 * that is not known. */
bool session_allows(const struct session *session, const char *city, const char *action);
/* Whom an act is for in that city that is for none of those roles; NULL: not known. */
const json_t *session_others(const struct session *session, const char *city, const char *action);

#endif
