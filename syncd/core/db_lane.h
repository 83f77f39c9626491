/* A lane: some connections to the database that serve one purpose, so that who waits in one lane
 * holds up no other. There are three: what comes in (ingest), what the public reads (reads), and
 * the jobs, each of which has one connection of its own (job_connect()).
 *
 * A query in a lane has a key, the source that it is about; 0: none. Where a transaction of
 * somebody else holds what one city needs, only that city's sources wait: one key never takes all
 * connections, and whose query ran into a timeout is held: one query of its at a time tries again,
 * on a connection that the others do not use, until one goes well.
 *
 * done is called from within the job's step. */
#ifndef VARTA_SYNCD_CORE_DB_LANE_H
#define VARTA_SYNCD_CORE_DB_LANE_H

#include "syncd/core/job.h"

struct db_lane;

extern const struct job_ops db_lane_job;

/* name: of the lane, in the log; appname: of its sessions. Both live longer. */
struct db_lane *db_lane_new(const struct settings *settings, const char *name, const char *appname);

/* That of the connection that is best off. */
enum db_state db_lane_state(const struct db_lane *lane);

/* Whether the key is held, and an attempt of its is under way: what is asked now would wait in
 * vain. */
bool db_lane_refuses(const struct db_lane *lane, int key);
/* Whether the last query of that key ran into a timeout. */
bool db_lane_holds(const struct db_lane *lane, int key);

/* Runs stmt as db_query() does, when a connection is free; params are copied. Where the key becomes
 * held meanwhile, done gets 55P03; without a connection 08003. */
void db_lane_query(struct db_lane *lane, int key, const struct db_stmt *stmt,
                   const char *const params[], db_done *done, void *arg);

#endif
