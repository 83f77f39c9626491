/* An answer on its way out: its headers and its line in the log. */
#ifndef VARTA_SYNCD_REPLY_H
#define VARTA_SYNCD_REPLY_H

#include "syncd/exchange.h"

#include <microhttpd.h>

/* Hands the answer of an exchange that is done to the library. */
enum MHD_Result reply_send(struct exchange *ex);

#endif
