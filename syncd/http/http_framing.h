/* Where one request ends and the next begins. A proxy that reads that differently than we do would
 * take a part of one client's body for another's request, so whatever can be read in two ways is
 * refused (RFC 9112, 6.3 and 11.2). */
#ifndef VARTA_SYNCD_HTTP_FRAMING_H
#define VARTA_SYNCD_HTTP_FRAMING_H

#include <microhttpd.h>

/* NULL, or what is ambiguous in the head of a request; version as libmicrohttpd passes it. */
const char *http_framing_fault(struct MHD_Connection *connection, const char *version);

#endif
