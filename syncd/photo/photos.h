/* The job that brings photos in: fetches those that the database wants and takes those that are
 * uploaded, has each cleaned, puts it on the shelf and tells the database; and takes away what
 * belongs to no request any more. */
#ifndef VARTA_SYNCD_PHOTO_PHOTOS_H
#define VARTA_SYNCD_PHOTO_PHOTOS_H

#include "lib/buf.h"

#include <stdint.h>

struct http_request;
struct photos;
struct syncd;

/* NULL where syncd.media_dir is not set; the functions below take that for one that does nothing.
 * syncd lives longer. */
struct photos *photos_new(struct syncd *syncd);
/* No result is waited for any more: before db_free() and client_free(). */
void photos_close(struct photos *photos);
/* After both. */
void photos_free(struct photos *photos);

/* There may be something to fetch. */
void photos_wake(struct photos *photos);
int64_t photos_timeout(const struct photos *photos);
void photos_step(struct photos *photos);

/* Takes data (owned now) from that source; ex waits and is answered. */
void photos_upload(struct photos *photos, int source_id, struct buf *data,
                   struct http_request *req);

#endif
