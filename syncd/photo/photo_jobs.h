/* The job that brings photos in: fetches those that the database wants and takes those that are
 * uploaded, has each cleaned, puts it on the shelf and tells the database; and takes away what
 * belongs to no request any more. */
#ifndef VARTA_SYNCD_PHOTO_PHOTO_JOBS_H
#define VARTA_SYNCD_PHOTO_PHOTO_JOBS_H

#include "lib/buf.h"

#include <stdint.h>

struct http_request;
struct media;
struct syncd;

/* NULL where syncd.media_dir is not set; the functions below take that for one that does nothing.
 * syncd lives longer. */
struct media *media_new(struct syncd *syncd);
/* No result is waited for any more: before db_free() and client_free(). */
void media_close(struct media *media);
/* After both. */
void media_free(struct media *media);

/* There may be something to fetch. */
void media_wake(struct media *media);
int64_t media_timeout(const struct media *media);
void media_step(struct media *media);

/* Takes data (owned now) from that source; ex waits and is answered. */
void media_upload(struct media *media, int source_id, struct buf *data, struct http_request *ex);

#endif
