/* An answer on its way out: its headers and its line in the log. */
#ifndef VARTA_SYNCD_HTTP_HTTP_REPLY_H
#define VARTA_SYNCD_HTTP_HTTP_REPLY_H

#include "syncd/http/http_request.h"

#include <microhttpd.h>

/* Hands the answer of a request that is done to the library. */
enum MHD_Result http_reply_send(struct http_request *req);

#endif
