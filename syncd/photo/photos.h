/* The job that brings photos in: fetches those that the database wants and takes those that are
 * uploaded, has each cleaned, stores it and tells the database; and takes away what belongs to no
 * request any more.
 *
 * In this room: photo_job, one photo on its way in; photo_fetch, which gets it; photo with
 * photo_header, photo_jpeg, photo_png and photo_webp, which clean it, and photo_worker, the process
 * that they run in; photo_store, the folder; photo_handlers, photos over HTTP. */
#ifndef VARTA_SYNCD_PHOTO_PHOTOS_H
#define VARTA_SYNCD_PHOTO_PHOTOS_H

#include "lib/base/buf.h"
#include "syncd/core/job.h"

struct http_client;
struct http_request;
struct photos;

extern const struct job_ops photos_job;

/* NULL where syncd.media_dir is not set. What is passed lives longer. */
struct photos *photos_new(const struct settings *settings, struct http_client *client,
                          const char *lease_owner, const char *base_url);

/* Keeps files of bodies, see struct file_keeper: self is a struct photos. */
void photos_upload(void *self, int source_id, struct buf *data, struct http_request *req,
                   void (*done)(struct http_request *req, const char *url, const char *why,
                                bool for_good));

#endif
