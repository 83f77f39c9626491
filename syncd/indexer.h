/* The worker behind the search: has sync.index_texts() follow what changes, on a connection of its
 * own, so that no import ever waits for it. */
#ifndef VARTA_SYNCD_INDEXER_H
#define VARTA_SYNCD_INDEXER_H

#include "lib/settings.h"

#include <stdint.h>

struct db;
struct indexer;

/* Begins with the first step; works when the database says so (channel varta_index), and every
 * minute. */
struct indexer *indexer_new(const struct settings *settings);
void indexer_free(struct indexer *indexer);

/* The connection, for the owner's loop to wait on. */
const struct db *indexer_db(const struct indexer *indexer);
/* Milliseconds until the next step, when nothing comes from the connection. */
int64_t indexer_timeout(const struct indexer *indexer);
void indexer_step(struct indexer *indexer);

#endif
