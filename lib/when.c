#include "lib/when.h"

#include "lib/i18n.h"
#include "lib/xmalloc.h"

#include <ctype.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

enum { MINUTE = 60, HOUR = 60 * MINUTE, DAY = 24 * HOUR };

/* Takes exactly n digits, a number of min to max. */
static bool take_number(const char **s, int n, int min, int max, int *value)
{
	int v = 0;

	for (int i = 0; i < n; i++) {
		if (!isdigit((unsigned char)(*s)[i]))
			return false;
		v = v * 10 + ((*s)[i] - '0');
	}
	*s += n;
	*value = v;
	return v >= min && v <= max;
}

static bool take_char(const char **s, const char *set)
{
	if (**s == '\0' || !strchr(set, **s))
		return false;
	(*s)++;
	return true;
}

static bool take_date(const char **s, struct tm *tm)
{
	static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	int year, month, day;
	bool leap;

	if (!take_number(s, 4, 1, 9999, &year) || !take_char(s, "-") ||
	    !take_number(s, 2, 1, 12, &month) || !take_char(s, "-") ||
	    !take_number(s, 2, 1, 31, &day))
		return false;
	leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
	tm->tm_year = year - 1900;
	tm->tm_mon = month - 1;
	tm->tm_mday = day;
	return day <= days[month - 1] + (leap && month == 2);
}

/* 15:43, 15:43:14 or 15:43:14.250; a leap second's :60 is the next minute's :00. */
static bool take_clock(const char **s, struct tm *tm)
{
	if (!take_number(s, 2, 0, 23, &tm->tm_hour) || !take_char(s, ":") ||
	    !take_number(s, 2, 0, 59, &tm->tm_min))
		return false;
	if (!take_char(s, ":"))
		return true;
	if (!take_number(s, 2, 0, 60, &tm->tm_sec))
		return false;
	if (!take_char(s, ".,"))
		return true;
	if (!isdigit((unsigned char)**s))
		return false;
	while (isdigit((unsigned char)**s))
		(*s)++;
	return true;
}

/* Z, +02:00, +0200 or +02; nothing leaves *offset as it is. */
static bool take_zone(const char **s, int *offset)
{
	int sign = **s == '-' ? -1 : 1;
	int hours, minutes = 0;

	if (take_char(s, "Zz")) {
		*offset = 0;
		return true;
	}
	if (!take_char(s, "+-"))
		return true;
	if (!take_number(s, 2, 0, 15, &hours))
		return false;
	if (take_char(s, ":") || **s != '\0') {
		if (!take_number(s, 2, 0, 59, &minutes))
			return false;
	}
	*offset = sign * (hours * HOUR + minutes * MINUTE);
	return true;
}

bool when_parse(const char *s, int default_offset, int64_t *at)
{
	struct tm tm = {0};
	int offset = default_offset;

	if (!take_date(&s, &tm))
		return false;
	if (*s != '\0') {
		if (!take_char(&s, "Tt ") || !take_clock(&s, &tm) || !take_zone(&s, &offset))
			return false;
	}
	if (*s != '\0')
		return false;
	*at = (int64_t)timegm(&tm) - offset;
	return true;
}

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

char *when_short(int64_t at, int64_t now)
{
	static const char *const weekdays[] = {N_("Sun"), N_("Mon"), N_("Tue"), N_("Wed"),
	                                       N_("Thu"), N_("Fri"), N_("Sat")};
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
