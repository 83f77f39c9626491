/* Reads a date or an hour as a person types it, in English or Ukrainian. */
#include "console/filter/date_input.h"

#include "lib/text.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <wctype.h>

enum { MORNING = 8, HOUR = 3600, WEEK = 7, WORD_SIZE = 64, NO_DAY = -1 };

static const struct unit {
	const char *word;
	int hours, days;
} units[] = {
        {"h", 1, 0}, {"г", 1, 0}, {"d", 0, 1}, {"д", 0, 1}, {"w", 0, WEEK}, {"т", 0, WEEK},
};

/* Beginnings of the names of days, which are counted from Sunday. */
static const struct {
	const char *word;
	int day;
} weekdays[] = {
        {"sun", 0}, {"mon", 1}, {"tue", 2}, {"wed", 3}, {"thu", 4}, {"fri", 5},
        {"sat", 6}, {"нд", 0},  {"нед", 0}, {"пн", 1},  {"пон", 1}, {"вт", 2},
        {"вів", 2}, {"ср", 3},  {"сер", 3}, {"чт", 4},  {"чет", 4}, {"пт", 5},
        {"пʼя", 5}, {"п'я", 5}, {"п’я", 5}, {"сб", 6},  {"суб", 6},
};

static bool begins(const char *text, const char *with)
{
	return strncmp(text, with, strlen(with)) == 0;
}

/* In small letters, as far as there is room. */
static void lower(const char *from, char to[WORD_SIZE])
{
	size_t len = 0, left = strlen(from);
	while (left > 0 && len + 5 < WORD_SIZE) {
		uint32_t cp;
		size_t taken = utf8_decode(from, left, &cp);
		len += utf8_encode((uint32_t)towlower((wint_t)cp), to + len);
		from += taken;
		left -= taken;
	}
	to[len] = '\0';
}

/* Reads a number of at most four digits. */
static bool number(const char **text, int *n)
{
	const char *p = *text;
	*n = 0;
	while (*p >= '0' && *p <= '9' && p - *text < 4)
		*n = *n * 10 + (*p++ - '0');
	bool any = p > *text;
	*text = p;
	return any;
}

/* Reads 14:00; the rest has to be empty. */
static bool clock_time(const char *text, int *hour, int *minute)
{
	text += strspn(text, " ");
	return number(&text, hour) && *text++ == ':' && number(&text, minute) && !*text &&
	       *hour < 24 && *minute < 60;
}

/* The local day so many days from now, at that hour. */
static bool local(int64_t now, int days, int hour, int minute, int64_t *at)
{
	time_t t = (time_t)now;
	struct tm tm;
	localtime_r(&t, &tm);
	tm.tm_mday += days;
	tm.tm_hour = hour;
	tm.tm_min = minute;
	tm.tm_sec = 0;
	tm.tm_isdst = -1;
	*at = mktime(&tm);
	return true;
}

static bool parse_number(const char *text, int64_t now, int64_t *at)
{
	int n;
	if (!number(&text, &n) || n == 0)
		return false;
	text += strspn(text, " ");
	for (size_t i = 0; i < sizeof(units) / sizeof(*units); i++) {
		if (!begins(text, units[i].word))
			continue;
		if (units[i].days)
			return local(now, n * units[i].days, MORNING, 0, at);
		*at = now + (int64_t)n * units[i].hours * HOUR;
		return true;
	}
	return false;
}

static bool parse_clock(const char *text, int64_t now, int64_t *at)
{
	int hour, minute;
	if (!clock_time(text, &hour, &minute))
		return false;
	int64_t today;
	local(now, 0, hour, minute, &today);
	return local(now, today > now ? 0 : 1, hour, minute, at);
}

/* How many days ahead the day is that text names. */
static int named_day(const char *text, int64_t now)
{
	time_t t = (time_t)now;
	struct tm tm;
	localtime_r(&t, &tm);
	if (begins(text, "tomorrow") || begins(text, "завтра"))
		return 1;
	for (size_t i = 0; i < sizeof(weekdays) / sizeof(*weekdays); i++)
		if (begins(text, weekdays[i].word)) {
			int ahead = (weekdays[i].day - tm.tm_wday + WEEK) % WEEK;
			return ahead ? ahead : WEEK;
		}
	return NO_DAY;
}

static bool parse_name(const char *text, int64_t now, int64_t *at)
{
	int days = named_day(text, now), hour = MORNING, minute = 0;
	const char *rest = text + strcspn(text, " ");
	if (days == NO_DAY || (*rest && !clock_time(rest, &hour, &minute)))
		return false;
	return local(now, days, hour, minute, at);
}

/* 24.11, 24.11.2026, 2026-11-24; *text is then behind it. */
static bool date(const char **text, struct tm *tm)
{
	int year, month, day;
	if (!number(text, &day))
		return false;
	bool iso = **text == '-';
	if ((!iso && **text != '.') || !number((++*text, text), &month))
		return false;
	bool third = **text == (iso ? '-' : '.');
	if (third && !number((++*text, text), &year))
		return false;
	if (iso && !third)
		return false;
	tm->tm_mon = month - 1;
	tm->tm_mday = iso ? year : day;
	if (third)
		tm->tm_year = (iso ? day : year) - 1900;
	return month >= 1 && month <= 12 && tm->tm_mday >= 1 && tm->tm_mday <= 31;
}

/* A date without a year is the next one of its kind. */
static bool parse_date(const char *text, int64_t now, int64_t *at)
{
	time_t t = (time_t)now;
	struct tm tm;
	localtime_r(&t, &tm);
	int this_year = tm.tm_year, hour = MORNING, minute = 0;
	tm.tm_year = -1;
	if (!date(&text, &tm) || (*text && !clock_time(text, &hour, &minute)))
		return false;
	bool no_year = tm.tm_year == -1;
	if (no_year)
		tm.tm_year = this_year;
	tm.tm_hour = hour;
	tm.tm_min = minute;
	tm.tm_sec = 0;
	tm.tm_isdst = -1;
	struct tm next = tm;
	next.tm_year++;
	int64_t found = mktime(&tm);
	*at = no_year && found <= now ? mktime(&next) : found;
	return true;
}

bool date_input_parse(const char *text, int64_t now, int64_t *at)
{
	static bool (*const forms[])(const char *text, int64_t now, int64_t *at) = {
	        parse_clock, parse_number, parse_name, parse_date};
	char word[WORD_SIZE];
	lower(text + strspn(text, " "), word);
	for (size_t len = strlen(word); len > 0 && word[len - 1] == ' ';)
		word[--len] = '\0';
	for (size_t i = 0; i < sizeof(forms) / sizeof(*forms); i++)
		if (forms[i](word, now, at))
			return true;
	return false;
}
