/* The public sites that may talk to us: what the database says, kept in memory. */
#ifndef VARTA_SYNCD_HTTP_SOURCES_H
#define VARTA_SYNCD_HTTP_SOURCES_H

#include "lib/db/db.h"
#include "syncd/content/params.h"

struct source {
	int id;
	char *jurisdiction;
	unsigned char key_hash[32]; /* SHA-256 of its api_key */
};

struct sources;

/* Loads at once, again when the database says so (topic config), and by sources_load(). */
struct sources *sources_new(struct db *db);
void sources_free(struct sources *sources);
void sources_load(struct sources *sources);

/* Who speaks. jurisdiction_id and api_key are looked for in params. The key is checked wherever
 * it is given; need_key: it has to be. Without a key it is any source of that jurisdiction; where
 * there is only one jurisdiction, its id may be left out. *own is whether the key was right.
 * NULL comes with a problem: 400 missing, 404 unknown jurisdiction, 403 wrong key, 503 not yet
 * loaded. The source lives until the next load. */
const struct source *sources_find(const struct sources *sources, const struct params *params,
                                  bool need_key, bool *own, struct problem *p);

#endif
