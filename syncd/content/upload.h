/* A file in multipart/form-data, with the fields that say who sends it. */
#ifndef VARTA_SYNCD_CONTENT_UPLOAD_H
#define VARTA_SYNCD_CONTENT_UPLOAD_H

#include "lib/base/buf.h"
#include "syncd/content/params.h"

struct MHD_Connection;

/* Adds the part 'media' of body to file and the texts to params. False with a problem. */
bool upload_read(struct MHD_Connection *connection, const struct buf *body, struct buf *file,
                 struct params *params, struct problem *p);

#endif
