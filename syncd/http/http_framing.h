/* Where one request ends and the next begins. A proxy that reads that differently than we do would
 * take a part of one client's body for another's request, so whatever can be read in two ways is
 * refused (RFC 9112, 6.3 and 11.2). */
#ifndef VARTA_SYNCD_HTTP_FRAMING_H
#define VARTA_SYNCD_HTTP_FRAMING_H

#include <microhttpd.h>
#include <stdbool.h>

/* NULL, or what is ambiguous in the head of a request; method and version as libmicrohttpd passes
 * them. */
const char *http_framing_fault(struct MHD_Connection *connection, const char *method,
                               const char *version);

/* Whether the body comes in chunks. The library does not tell with what their lines ended, so where
 * the next request would begin is not known: the connection has to end with this one. */
bool http_framing_chunked(struct MHD_Connection *connection);

#endif
