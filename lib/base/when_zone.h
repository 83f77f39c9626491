/* Deadlines as people say them: the last moment that is permitted, in the zone of a city. The end
 * of a day is kept as the midnight behind it, and shown as that day. */
#ifndef VARTA_WHEN_ZONE_H
#define VARTA_WHEN_ZONE_H

#include "lib/base/when.h"

#include <time.h>

/* The moment by the clock of a zone, such as Europe/Kyiv; NULL or "": that of the process. Not for
 * programs with threads. */
void when_in_zone(int64_t at, const char *zone, struct tm *out);

/* From now on the clock of the process is that of the zone, unless the environment has a TZ:
 * servers run by UTC, and people by the clock on their wall. NULL or "" changes nothing. */
void when_use_zone(const char *zone);

/* 'by Mon 30.11' where the day's end is meant or it is more than six days away, otherwise 'by
 * Mon 14:02', 'by 14:02'; with the year where that is another one. Translated; the caller frees
 * it. */
char *when_until(int64_t due, int64_t now, const char *zone);

/* '2026-11-30' where the day's end is meant, otherwise '2026-11-30 14:02': for columns that are to
 * be sorted. */
void when_until_sorted(int64_t due, const char *zone, char out[WHEN_LOCAL_SIZE]);

enum { WHEN_DAY_SIZE = 17 };

/* Of a moment with its own clock, 2026-12-15T00:00:00+02:00: '14.12.2026', or with the hour
 * '15.12.2026 14:02' where that is not the end of a day. Empty where w3c is no moment. */
void when_until_w3c(const char *w3c, char out[WHEN_DAY_SIZE]);

#endif
