/* The job that stores what arrives: what arrives while a batch is in flight goes together into the
 * next one. A sender hears of success only after the commit.
 *
 * Where the connection goes while a batch is in flight its outcome is unknown: it is sent again,
 * which is harmless since the functions in the database know what they have stored already. Where
 * no connection has served for 2 s, who waits is told 503, and so is who comes then. Where the
 * database refuses a whole batch, its items are sent one by one, so that one cannot take the others
 * with it.
 *
 * In this room: submissions, the POSTs that bring reports and comments. Its step comes last in a
 * turn of the loop, so that what HTTP took in leaves together. */
#ifndef VARTA_SYNCD_INGEST_INGEST_H
#define VARTA_SYNCD_INGEST_INGEST_H

#include "syncd/core/db_lane.h"
#include "syncd/core/job.h"
#include "syncd/core/metrics.h"
#include "syncd/http/http_request.h"

#include <jansson.h>

enum ingest_kind { INGEST_REPORTS, INGEST_COMMENTS };

struct ingest;

extern const struct job_ops ingest_job;

/* batch: items in one call of the database at most. */
struct ingest *ingest_new(struct db_lane *lane, int batch, struct metrics *metrics);

/* Whether what comes in for that source cannot be stored now: the sender is told so at once. */
bool ingest_refuses(const struct ingest *ingest, int source_id);

/* Takes item (owned now) for that source; the request waits and is answered. */
void ingest_add(struct ingest *ingest, enum ingest_kind kind, int source_id, json_t *item,
                struct http_request *req);

#endif
