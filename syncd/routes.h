/* The table of routes: what is served over HTTP, by which room's handler. */
#ifndef VARTA_SYNCD_ROUTES_H
#define VARTA_SYNCD_ROUTES_H

#include "syncd/http/route.h"

/* The rooms whose handlers work on something of their own: a struct ingest, mailer, photos
 * and seal_tree. */
enum { PART_NONE, PART_INGEST, PART_MAIL, PART_PHOTO, PART_LOG, PARTS };

extern const struct route routes[];
extern const size_t routes_count;

#endif
