/* What has to be stored: what arrives while a batch is in flight goes together into the next one.
 * A sender hears of success only after the commit.
 *
 * Where the connection goes while a batch is in flight its outcome is unknown: it is sent again,
 * which is harmless since the functions in the database know what they have stored already. Where
 * the database refuses a whole batch, its items are sent one by one, so that one cannot take the
 * others with it. */
#ifndef VARTA_SYNCD_INGEST_INGEST_H
#define VARTA_SYNCD_INGEST_INGEST_H

#include "lib/db.h"
#include "syncd/core/metrics.h"
#include "syncd/http/http_request.h"

#include <jansson.h>

enum ingest_kind { INGEST_REPORTS, INGEST_COMMENTS };

struct ingest;

/* batch: items in one call at most. */
struct ingest *ingest_new(struct db *db, int batch, struct metrics *metrics);
/* Forgets what nobody was told is stored. After db_free(). */
void ingest_free(struct ingest *ingest);

/* Takes item (owned now) for that source; ex waits and is answered. */
void ingest_add(struct ingest *ingest, enum ingest_kind kind, int source_id, json_t *item,
                struct http_request *req);

/* Sends what can be sent. Once in each turn of the loop, after HTTP. */
void ingest_step(struct ingest *ingest);

#endif
