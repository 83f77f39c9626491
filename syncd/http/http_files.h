/* Files that come with a report or a comment, as a FixMyStreet sends photos with upload_files. */
#ifndef VARTA_SYNCD_HTTP_HTTP_FILES_H
#define VARTA_SYNCD_HTTP_HTTP_FILES_H

#include "syncd/http/http_request.h"

/* Has the files of a request kept one after the other and calls its route's handler then: photos
 * has their addresses, and params a digest of each, by which the same report is known. Where one is
 * no photo, or nobody keeps any, the request is answered with 415. */
void http_files_keep(struct http_request *req);

#endif
