/* Points in time: seconds since 1970-01-01 UTC, and the forms in which the wire and people write
 * them. */
#ifndef VARTA_WHEN_H
#define VARTA_WHEN_H

#include <stdbool.h>
#include <stdint.h>

/* Parses a W3C date (https://www.w3.org/TR/NOTE-datetime): 2026-11-22T15:43:14Z, with +02:00 or
 * +0200, with a fraction of a second (cut off), with a blank instead of T or of +, or a date alone
 * (midnight). Without a zone it is read as UTC plus default_offset seconds.
 * Returns false where s is none; *at is then unchanged. */
bool when_parse(const char *s, int default_offset, int64_t *at);
/* The same; *zoned says whether there is a zone. */
bool when_parse_zoned(const char *s, int default_offset, int64_t *at, bool *zoned);

/* Parses a moment to come as a person types it, in local time and English or Ukrainian: a number
 * with h, d or w (г, д, т); tomorrow; a weekday, the next one; a date (24.11, 24.11.2026,
 * 2026-11-24); each of the last three with an hour behind it, otherwise at eight; or an hour alone
 * (14:00), the next one.
 * Returns false where text is none of these; *at is then unchanged. */
bool when_parse_typed(const char *text, int64_t now, int64_t *at);

enum { WHEN_DATE_SIZE = 11 };

/* Parses days as a person types them, in local time: the last one (as above; today; '5d': five days
 * with today), or the first and the last with a dash between ('24.12–31.12'). Writes them as
 * 2026-12-24; first is empty where only the last was said.
 * Returns false where text is neither; what is written is then undefined. */
bool when_parse_days(const char *text, int64_t now, char first[WHEN_DATE_SIZE],
                     char last[WHEN_DATE_SIZE]);

enum { WHEN_W3C_SIZE = 21 };

/* Writes 2026-11-22T15:43:14Z; what is before the year 1000 or after 9999 as its edge. */
void when_w3c(int64_t at, char out[WHEN_W3C_SIZE]);

enum { WHEN_LOCAL_SIZE = 17 };

/* Writes '2026-11-22 14:02' in local time, for columns that are to be sorted. */
void when_local(int64_t at, char out[WHEN_LOCAL_SIZE]);

/* Milliseconds of the monotonic clock, for timers. */
int64_t when_ticks(void);

/* The moment for a person, in local time, as short as it can be, seen from now: the hour for
 * today ('14:02'), the weekday within six days ('Fri 14:00'), the date otherwise ('12.03.2026').
 * Translated; the caller frees it. */
char *when_short(int64_t at, int64_t now);

/* The same with weekday, date and hour: 'Sun 29.11 08:00', with the year where it is another one.
 */
char *when_full(int64_t at, int64_t now);

/* Time left until at as a person says it: '4 h', '2 d', '35 min'; a minus in front where it is
 * past ('−2 h'). Translated; the caller frees it. */
char *when_left(int64_t at, int64_t now);

#endif
