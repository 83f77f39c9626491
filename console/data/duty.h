/* What concerns an officer beside requests: own beats, office hours, absences, and for whom the
 * officer stands in, as api.duty() gives it. */
#ifndef VARTA_CONSOLE_DATA_DUTY_H
#define VARTA_CONSOLE_DATA_DUTY_H

#include <libpq-fe.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum duty_what { DUTY_BEAT, DUTY_HOURS, DUTY_AWAY, DUTY_DEPUTY, DUTY_KINDS };

struct duty {
	struct duty_row {
		enum duty_what what;
		int64_t id; /* of an absence; which line of hours, from 1 */
		char *name; /* of the beat; the line of hours; of the other officer, or "" */
		int64_t since, until; /* of an absence; until 0: until further notice */
	} * v;
	size_t n;
};

/* Takes the rows of api.duty() in the place of those that are there. */
void duty_take(struct duty *d, const PGresult *res);
void duty_release(struct duty *d);

/* The last day of what ends at until, by the clock of zone: '24.12'; the caller frees it. */
char *duty_last_day(int64_t until, int64_t now, const char *zone);
/* A row in words, with days by the clock of zone; the caller frees it. */
char *duty_text(const struct duty_row *row, int64_t now, const char *zone);
/* The beats, with commas between; the caller frees it. */
char *duty_beats(const struct duty *d);
/* What is so now: that the officer is away, and for whom the officer stands in; NULL: neither. The
 * caller frees it. */
char *duty_state(const struct duty *d, int64_t now, const char *zone);
/* When that is otherwise, without anybody doing anything; 0: never. */
int64_t duty_changes(const struct duty *d, int64_t now);

#endif
