/* Reads days as a person types them, with the moments of when_parse.c: one, which is the last, or
 * the first and the last. */
#include "lib/base/when.h"

#include "lib/base/i18n.h"

#include <ctype.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

enum { DAY = 24 * 60 * 60, SIDE_SIZE = 64 };

static const char *const dashes[] = {"–", "—", "..", " - "};
static const char *const todays[] = {"today", "сьогодні", "Сьогодні"};

/* Where the dash between two days stands, and behind it; NULL: there is one day. The single one
 * of 24.12-31.12 is such a dash, those of 2026-12-24 are none. */
static const char *find_dash(const char *text, const char **behind)
{
	const char *dash = strchr(text, '-');

	for (size_t i = 0; i < sizeof(dashes) / sizeof(*dashes); i++) {
		const char *found = strstr(text, dashes[i]);
		if (!found)
			continue;
		*behind = found + strlen(dashes[i]);
		return found;
	}
	if (!dash || strchr(dash + 1, '-'))
		return NULL;
	*behind = dash + 1;
	return dash;
}

/* '5d', 'two weeks' as '2w': counted from today, which is one of them. */
static bool is_number_of_days(const char *text)
{
	while (isdigit((unsigned char)*text))
		text++;
	return *text && !strpbrk(text, ".:-");
}

static void write_date(int64_t at, char out[WHEN_DATE_SIZE])
{
	time_t t = (time_t)at;
	struct tm tm;

	localtime_r(&t, &tm);
	strftime(out, WHEN_DATE_SIZE, "%Y-%m-%d", &tm);
}

/* The beginning of today: what is typed may be today, whatever the hour. */
static int64_t midnight(int64_t now)
{
	time_t t = (time_t)now;
	struct tm tm;

	localtime_r(&t, &tm);
	tm.tm_hour = tm.tm_min = tm.tm_sec = 0;
	tm.tm_isdst = -1;
	return (int64_t)mktime(&tm);
}

static bool read_day(const char *text, size_t len, int64_t now, char out[WHEN_DATE_SIZE])
{
	char side[SIDE_SIZE];
	const char *day = side;
	int64_t at;

	while (len > 0 && text[len - 1] == ' ')
		len--;
	if (len >= sizeof(side))
		return false;
	snprintf(side, sizeof(side), "%.*s", (int)len, text);
	while (*day == ' ')
		day++;
	for (size_t i = 0; i < sizeof(todays) / sizeof(*todays); i++)
		if (strcmp(day, todays[i]) == 0) {
			write_date(now, out);
			return true;
		}
	if (!when_parse_typed(day, midnight(now), &at))
		return false;
	write_date(isdigit((unsigned char)*day) && is_number_of_days(day) ? at - DAY : at, out);
	return true;
}

bool when_parse_days(const char *text, int64_t now, char first[WHEN_DATE_SIZE],
                     char last[WHEN_DATE_SIZE])
{
	const char *behind, *dash = find_dash(text, &behind);

	*first = '\0';
	if (!dash)
		return read_day(text, strlen(text), now, last);
	return read_day(text, (size_t)(dash - text), now, first) &&
	       read_day(behind, strlen(behind), now, last);
}
