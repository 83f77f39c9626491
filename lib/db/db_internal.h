/* What db.c (the connection), db_session.c (what each session begins with), db_queue.c (the
 * queries), db_complaint.c (why it is gone) and db_notify.c (notifications) share; nobody else
 * includes it. */
#ifndef VARTA_DB_INTERNAL_H
#define VARTA_DB_INTERNAL_H

#include "lib/db/db.h"
#include "lib/db/db_hosts.h"

#include <sys/queue.h>

/* A query that was handed to libpq and is not answered, or that never could be. */
struct pending {
	struct pending *next;
	uint64_t ticket;
	struct db_stmt stmt;
	char **params;         /* of a prepared one, as it may have to be sent again */
	bool preparing;        /* the next result is that of preparing it */
	bool stale, again;     /* it has to be sent again; it was */
	PGresult *res;         /* held back until the sync says that it is committed */
	struct db_error error; /* message is NULL while there is none */
	char *doubt;           /* it is not certain if it goes well; NULL: it is */
	db_done *done;
	void *arg;
};

/* Queries in their order. A zeroed one is empty; it may be copied, and the copy owns the queries.
 */
struct pending_list {
	struct pending *head, *last;
};

/* ms: the first pause before a connection is opened again; from asking the server to cancel until
 * the connection is given up; for the answer to a ping; the same where another connection has found
 * the server silent. */
enum { FIRST_PAUSE = 250, CANCEL_GRACE = 2000, PING_LIMIT = 4000, SUSPECT_LIMIT = 2500 };

/* A statement that this connection has prepared. The number makes the name on the server unique:
 * a statement that went stale is prepared again under another name. */
struct prepared {
	const char *name;
	unsigned number;
};

/* What is listened to: by which statement, with which parameter. */
struct topic {
	const struct db_stmt *listen;
	char *name; /* may be NULL */
};

struct db {
	struct db_options options; /* with its own copies of the texts */
	struct db_hooks hooks;
	enum db_state state;
	LIST_ENTRY(db) link; /* all connections of the program */
	PGconn *conn;
	struct db_hosts hosts;
	int64_t deadline;  /* ticks; of the connection attempt, or of the pause */
	int64_t sign_by;   /* ticks; the first sign of the host that is tried */
	int64_t quiet_at;  /* ticks; when the last answer came, or something was sent */
	bool read_only;    /* the server takes no changes; the next step looks for another */
	int pause;         /* ms; the next one */
	short waiting_for; /* poll events */
	bool broken;       /* something failed while sending; the next step deals with it */
	char *complaint;   /* what the server said last, or what failed first; NULL: nothing yet */
	int64_t asked_at;  /* ticks; since when the oldest unanswered query is that */
	int64_t answer_by; /* ticks; when it has to be answered; 0: any time */
	bool cancelled;    /* the server was asked to stop that query */
	bool pinged;       /* that query is a ping */

	uint64_t last_ticket;
	struct pending_list sent;
	struct pending_list unsent; /* asked for while there was no connection */

	struct prepared *prepared;
	size_t nprepared;
	unsigned last_number;

	struct topic *topics;
	size_t ntopics;
	struct heard *heard; /* db_notify.c */
	size_t nheard;
};

/* A line of libpq's complaint; the caller frees it. That about an attempt has one for each way that
 * it tried, the last one last; that about a connection begins with what failed first, and goes on
 * with what followed from it, such as 'invalid socket'. Advice, which is indented, is left out. */
char *db_complaint(const PGconn *conn, bool first);
/* Something failed on the connection: the next step gives it up. */
void db_broke(struct db *db);
/* The server ends the session, and says why. */
void db_farewell(struct db *db, const char *message);
/* Why a connection that was there is gone; the caller frees it. */
char *db_reason(struct db *db);
/* Sends what every connection begins with: the language, the topics. */
void session_begin(struct db *db);
/* Takes what has arrived and calls done for what is finished. */
void queue_receive(struct db *db);
/* Asks an idle connection for a sign, soon. */
void queue_ping(struct db *db);
/* One of the queries that were sent is committed, but perhaps not on the standby. */
void queue_doubt(struct db *db, const char *message);
/* Ends every query of q with sqlstate, unless it has an error of its own. */
void queue_fail(struct pending_list *q, const char *sqlstate, const char *message);
/* Drops every query of q without calling done. */
void queue_drop(struct pending_list *q);
/* Tells what was notified, and is not held back. */
void notify_receive(struct db *db);
/* ms until what is held back is told; -1: nothing is. */
int notify_timeout(const struct db *db);
/* Whether nothing is expected but what would be held back. */
bool notify_quiet(const struct db *db);
void notify_release(struct db *db);
/* Forgets what the lost connection had prepared. */
void queue_forget_prepared(struct db *db);

#endif
