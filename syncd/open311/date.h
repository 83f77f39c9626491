/* Dates in the parameters of requests. */
#ifndef VARTA_SYNCD_OPEN311_DATE_H
#define VARTA_SYNCD_OPEN311_DATE_H

#include "lib/base/when.h"
#include "syncd/content/params.h"

#include <stdint.h>

enum date_found { DATE_ABSENT, DATE_GIVEN, DATE_BAD };

/* Reads the field name of params as a W3C date; one without a zone is UTC. Senders forget to
 * escape the '+' of an offset, which then arrives as a blank: that is understood. DATE_BAD has
 * set the problem, which names the field. */
enum date_found date_param(const struct params *params, const char *name, int64_t *at,
                           struct problem *p);

/* The same as a text for the database, in UTC; one without a zone stays without one, since the
 * source's zone, which the database knows, is meant. Empty for DATE_ABSENT. */
enum date_found date_text(const struct params *params, const char *name, char out[WHEN_W3C_SIZE],
                          struct problem *p);

/* The window that start_date and end_date name, in seconds. Without an end it ends now
 * or after 90 days, without a start it begins span seconds before its end; all of the second that
 * ends it belongs to it. Returns false with a problem where a date is none, the start is behind
 * the end, or more than 90 days lie between. */
bool date_window(const struct params *params, int64_t now, int64_t span, int64_t *from, int64_t *to,
                 struct problem *p);

enum { DATE_DAY = 86400, DATE_MAX_DAYS = 90 };

#endif
