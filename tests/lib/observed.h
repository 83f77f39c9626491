/* A connection of lib/db and what it did, for the tests that need a real server: where none is
 * named by PGHOST they are skipped. Everything waits for what it expects to see; OBSERVED_LIMIT
 * only ends a test that waits in vain. */
#ifndef VARTA_TESTS_OBSERVED_H
#define VARTA_TESTS_OBSERVED_H

#include "lib/base/buf.h"
#include "lib/db/db.h"

#include <stdbool.h>
#include <stdint.h>

enum { OBSERVED_LIMIT = 20000 /* ms */ };

/* What the hooks and the answers of one connection left behind. */
struct observed {
	struct db *db;
	struct buf answers; /* "a=1 b!42P01 ": name, value or SQLSTATE */
	struct buf states;  /* c connecting, r ready, d down */
	struct buf notified;
	char *why; /* it went down the last time */
	int nanswers;
};

/* "select $1::text", and one that sleeps for $1 seconds. */
extern const struct db_stmt observed_echo, observed_nap;
/* Names the connection $1, and ends those of that name. */
extern const struct db_stmt observed_name, observed_end;

/* Skips the program where there is no server; call it first. */
void observed_begin(void);

struct observed *observed_open(const struct db_options *options);
/* connect_timeout is ms. */
struct observed *observed_open_at(const char *conninfo, int connect_timeout);
/* One that is connected. */
struct observed *observed_open_ready(void);
void observed_close(struct observed *seen);

/* Sends stmt with its one parameter; the answer is noted under name. Returns the ticket. */
uint64_t observed_ask(struct observed *seen, const char *name, const struct db_stmt *stmt,
                      const char *param);

/* Steps until it is so; fails after OBSERVED_LIMIT. */
void observed_until(struct observed *seen, bool (*reached)(struct observed *, intptr_t),
                    intptr_t value);
void observed_until_state(struct observed *seen, enum db_state state);
void observed_until_answers(struct observed *seen, int n);
/* Until the connection named 'sleeper' is inside pg_sleep(); asked over this one. */
void observed_until_sleeper(struct observed *seen);

#endif
