/* By what a POST that comes again is known: senders write the same fields in another order, or
 * another encoding. */
#ifndef VARTA_SYNCD_CONTENT_PARAMS_DIGEST_H
#define VARTA_SYNCD_CONTENT_PARAMS_DIGEST_H

#include "syncd/content/params.h"

/* The SHA-256, in hexadecimal, of the names and values in the order of the alphabet, without those
 * of the name except. The caller frees it. */
char *params_digest(const struct params *params, const char *except);

#endif
