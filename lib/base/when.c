/* Writes points in time: as the wire has them, and as a person says them. when_parse.c reads them.
 */
#include "lib/base/when.h"

#include "lib/base/i18n.h"
#include "lib/base/xmalloc.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

enum { MINUTE = 60, HOUR = 60 * MINUTE, DAY = 24 * HOUR };

/* Within the years 1000 to 9999: strftime's %Y does not fill up to four digits. */
static time_t four_digits(int64_t at)
{
	const int64_t first = -30610224000, last = 253402300799;

	return (time_t)(at < first ? first : at > last ? last : at);
}

void when_local(int64_t at, char out[WHEN_LOCAL_SIZE])
{
	time_t t = four_digits(at);
	struct tm tm;

	localtime_r(&t, &tm);
	if (strftime(out, WHEN_LOCAL_SIZE, "%Y-%m-%d %H:%M", &tm) == 0)
		*out = '\0';
}

void when_w3c(int64_t at, char out[WHEN_W3C_SIZE])
{
	time_t t = four_digits(at);
	struct tm tm;

	gmtime_r(&t, &tm);
	strftime(out, WHEN_W3C_SIZE, "%Y-%m-%dT%H:%M:%SZ", &tm);
}

int64_t when_ticks(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

/* The day of a local date, counted so that neighbours differ by one, whatever summer time does. */
static int64_t day_number(const struct tm *local)
{
	struct tm date = {
	        .tm_year = local->tm_year, .tm_mon = local->tm_mon, .tm_mday = local->tm_mday};

	return timegm(&date) / DAY;
}

static const char *const weekdays[] = {N_("Sun"), N_("Mon"), N_("Tue"), N_("Wed"),
                                       N_("Thu"), N_("Fri"), N_("Sat")};

char *when_short(int64_t at, int64_t now)
{
	time_t at_time = (time_t)at, now_time = (time_t)now;
	struct tm then = {0}, today = {0};
	int64_t days;

	localtime_r(&at_time, &then);
	localtime_r(&now_time, &today);
	days = day_number(&then) - day_number(&today);
	if (days == 0)
		return xasprintf("%02d:%02d", then.tm_hour, then.tm_min);
	if (days >= -6 && days <= 6)
		return xasprintf("%s %02d:%02d", _(weekdays[then.tm_wday]), then.tm_hour,
		                 then.tm_min);
	/* TRANSLATORS: a date: day, month, year */
	return xasprintf(_("%1$02d.%2$02d.%3$04d"), then.tm_mday, then.tm_mon + 1,
	                 then.tm_year + 1900);
}

char *when_full(int64_t at, int64_t now)
{
	time_t at_time = (time_t)at, now_time = (time_t)now;
	struct tm then = {0}, today = {0};

	localtime_r(&at_time, &then);
	localtime_r(&now_time, &today);
	if (then.tm_year == today.tm_year)
		/* TRANSLATORS: weekday, day, month, hour, minute */
		return xasprintf(_("%1$s %2$02d.%3$02d %4$02d:%5$02d"), _(weekdays[then.tm_wday]),
		                 then.tm_mday, then.tm_mon + 1, then.tm_hour, then.tm_min);
	/* TRANSLATORS: weekday, day, month, year, hour, minute */
	return xasprintf(_("%1$s %2$02d.%3$02d.%4$04d %5$02d:%6$02d"), _(weekdays[then.tm_wday]),
	                 then.tm_mday, then.tm_mon + 1, then.tm_year + 1900, then.tm_hour,
	                 then.tm_min);
}

char *when_left(int64_t at, int64_t now)
{
	int64_t seconds = at - now;
	int64_t left = seconds < 0 ? -seconds : seconds;
	const char *minus = seconds <= -MINUTE ? "\u2212" : "";
	char *text, *signed_text;

	if (left < HOUR)
		text = xasprintf(_("%d min"), (int)(left / MINUTE));
	else if (left / DAY < 2)
		text = xasprintf(_("%d h"), (int)(left / HOUR));
	else
		text = xasprintf(_("%d d"), (int)(left / DAY < INT_MAX ? left / DAY : INT_MAX));
	signed_text = xasprintf("%s%s", minus, text);
	free(text);
	return signed_text;
}
