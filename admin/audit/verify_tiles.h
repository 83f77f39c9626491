/* Level 0 of the log's tiles, from where a verification can get them. */
#ifndef VARTA_ADMIN_VERIFY_TILES_H
#define VARTA_ADMIN_VERIFY_TILES_H

#include "admin/audit/verify.h"

/* Those in the database; what it refuses sets v->failed. */
struct tile_reader verify_tiles_of_database(struct verify *v);
/* Those below v->tiles. */
struct tile_reader verify_tiles_published(struct verify *v);

#endif
