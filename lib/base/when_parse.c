/* Reads points in time: the forms of the wire, and those that a person types in English or
 * Ukrainian. Both are made of the same parts, each of which takes what it knows off the front of
 * the text. */
#include "lib/base/when.h"

#include "lib/base/text.h"

#include <ctype.h>
#include <string.h>
#include <time.h>
#include <wctype.h>

enum { MINUTE = 60, HOUR = 60 * MINUTE };
enum { MORNING = 8, WEEK = 7, WORD_SIZE = 64, NO_DAY = -1, NO_YEAR = 0 };

struct date {
	int year, month, day; /* year: NO_YEAR where none was said */
};

struct clock {
	int hour, minute, second;
};

/* Takes at least min and at most max digits. */
static bool take_digits(const char **s, int min, int max, int *value)
{
	const char *p = *s;

	*value = 0;
	while (p - *s < max && isdigit((unsigned char)*p))
		*value = *value * 10 + (*p++ - '0');
	if (p - *s < min)
		return false;
	*s = p;
	return true;
}

static bool take_char(const char **s, const char *set)
{
	if (**s == '\0' || !strchr(set, **s))
		return false;
	(*s)++;
	return true;
}

/* In no year, February may have 29 days. */
static bool is_date(const struct date *d)
{
	static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	bool leap = (d->year % 4 == 0 && d->year % 100 != 0) || d->year % 400 == 0;

	return d->month >= 1 && d->month <= 12 && d->day >= 1 &&
	       d->day <= days[d->month - 1] + (leap && d->month == 2);
}

/* Takes 2026-11-24; min: digits that month and day have at least. */
static bool take_iso_date(const char **s, int min, struct date *d)
{
	return take_digits(s, 4, 4, &d->year) && d->year != NO_YEAR && take_char(s, "-") &&
	       take_digits(s, min, 2, &d->month) && take_char(s, "-") &&
	       take_digits(s, min, 2, &d->day) && is_date(d);
}

/* Takes 24.11 or 24.11.2026. */
static bool take_day_first(const char **s, struct date *d)
{
	d->year = NO_YEAR;
	if (!take_digits(s, 1, 2, &d->day) || !take_char(s, ".") ||
	    !take_digits(s, 1, 2, &d->month))
		return false;
	if (take_char(s, ".") && (!take_digits(s, 4, 4, &d->year) || d->year == NO_YEAR))
		return false;
	return is_date(d);
}

/* Takes 15:43; min: digits that each has at least. */
static bool take_hour(const char **s, int min, struct clock *c)
{
	return take_digits(s, min, 2, &c->hour) && c->hour < 24 && take_char(s, ":") &&
	       take_digits(s, min, 2, &c->minute) && c->minute < 60;
}

/* Takes :14 or :14.250, as far as it is there; a leap second's :60 is the next minute's :00. */
static bool take_seconds(const char **s, struct clock *c)
{
	if (!take_char(s, ":"))
		return true;
	if (!take_digits(s, 2, 2, &c->second) || c->second > 60)
		return false;
	if (!take_char(s, ".,"))
		return true;
	if (!isdigit((unsigned char)**s))
		return false;
	while (isdigit((unsigned char)**s))
		(*s)++;
	return true;
}

/* Takes Z, +02:00, +0200 or +02. Senders forget to escape the '+', which is then a blank. */
static bool take_zone(const char **s, int *offset)
{
	int sign = **s == '-' ? -1 : 1;
	int hours, minutes = 0;

	*offset = 0;
	if (take_char(s, "Zz"))
		return true;
	if (!take_char(s, "+- ") || !take_digits(s, 2, 2, &hours) || hours > 15)
		return false;
	if ((take_char(s, ":") || **s) && (!take_digits(s, 2, 2, &minutes) || minutes > 59))
		return false;
	*offset = sign * (hours * HOUR + minutes * MINUTE);
	return true;
}

static struct tm broken_down(const struct date *d, const struct clock *c)
{
	return (struct tm){.tm_year = d->year - 1900,
	                   .tm_mon = d->month - 1,
	                   .tm_mday = d->day,
	                   .tm_hour = c->hour,
	                   .tm_min = c->minute,
	                   .tm_sec = c->second,
	                   .tm_isdst = -1};
}

bool when_parse_zoned(const char *s, int default_offset, int64_t *at, bool *zoned)
{
	struct date date;
	struct clock clock = {0};
	int offset = default_offset;
	struct tm tm;

	if (!take_iso_date(&s, 2, &date))
		return false;
	if (*s && (!take_char(&s, "Tt ") || !take_hour(&s, 2, &clock) || !take_seconds(&s, &clock)))
		return false;
	*zoned = *s != '\0';
	if (*s && (!take_zone(&s, &offset) || *s))
		return false;
	tm = broken_down(&date, &clock);
	*at = (int64_t)timegm(&tm) - offset;
	return true;
}

bool when_parse(const char *s, int default_offset, int64_t *at)
{
	bool zoned;

	return when_parse_zoned(s, default_offset, at, &zoned);
}

/* What a person types. Each form has the whole text, in small letters and without blanks around
 * it. */

static const struct {
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

/* As far as there is room. */
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
	while (len > 0 && to[len - 1] == ' ')
		len--;
	to[len] = '\0';
}

static struct tm local_now(int64_t now)
{
	time_t t = (time_t)now;
	struct tm tm;

	localtime_r(&t, &tm);
	return tm;
}

/* The local day so many days from now, at that hour. */
static int64_t days_ahead(int64_t now, int days, const struct clock *clock)
{
	struct tm tm = local_now(now);

	tm.tm_mday += days;
	tm.tm_hour = clock->hour;
	tm.tm_min = clock->minute;
	tm.tm_sec = 0;
	tm.tm_isdst = -1;
	return mktime(&tm);
}

/* Takes the hour that stands behind a day, to the end; without one it is the morning. */
static bool take_rest(const char *s, struct clock *clock)
{
	*clock = (struct clock){.hour = MORNING};
	if (!*s)
		return true;
	s += strspn(s, " ");
	return take_hour(&s, 1, clock) && !*s;
}

static bool parse_hour(const char *s, int64_t now, int64_t *at)
{
	struct clock clock = {0};

	if (!take_hour(&s, 1, &clock) || *s)
		return false;
	*at = days_ahead(now, 0, &clock);
	if (*at <= now)
		*at = days_ahead(now, 1, &clock);
	return true;
}

static bool parse_span(const char *s, int64_t now, int64_t *at)
{
	const struct clock morning = {.hour = MORNING};
	int n;

	if (!take_digits(&s, 1, 4, &n) || n == 0)
		return false;
	s += strspn(s, " ");
	for (size_t i = 0; i < sizeof(units) / sizeof(*units); i++) {
		if (!begins(s, units[i].word))
			continue;
		*at = units[i].days ? days_ahead(now, n * units[i].days, &morning)
		                    : now + (int64_t)n * units[i].hours * HOUR;
		return true;
	}
	return false;
}

/* How many days ahead the day is that the text names. */
static int named_day(const char *s, int64_t now)
{
	int today = local_now(now).tm_wday, ahead;

	if (begins(s, "tomorrow") || begins(s, "завтра"))
		return 1;
	for (size_t i = 0; i < sizeof(weekdays) / sizeof(*weekdays); i++) {
		if (!begins(s, weekdays[i].word))
			continue;
		ahead = (weekdays[i].day - today + WEEK) % WEEK;
		return ahead ? ahead : WEEK;
	}
	return NO_DAY;
}

static bool parse_name(const char *s, int64_t now, int64_t *at)
{
	int days = named_day(s, now);
	struct clock clock;

	if (days == NO_DAY || !take_rest(s + strcspn(s, " "), &clock))
		return false;
	*at = days_ahead(now, days, &clock);
	return true;
}

/* A date without a year is the next one of its kind. */
static bool parse_date(const char *s, int64_t now, int64_t *at)
{
	const char *iso = s;
	struct date date;
	struct clock clock;
	struct tm tm;
	bool next;

	if (take_iso_date(&iso, 1, &date))
		s = iso;
	else if (!take_day_first(&s, &date))
		return false;
	if (!take_rest(s, &clock))
		return false;
	next = date.year == NO_YEAR;
	if (next)
		date.year = local_now(now).tm_year + 1900;
	tm = broken_down(&date, &clock);
	*at = mktime(&tm);
	if (next && *at <= now) {
		date.year++;
		tm = broken_down(&date, &clock);
		*at = mktime(&tm);
	}
	return true;
}

bool when_parse_typed(const char *text, int64_t now, int64_t *at)
{
	static bool (*const forms[])(const char *s, int64_t now, int64_t *at) = {
	        parse_hour, parse_span, parse_name, parse_date};
	char word[WORD_SIZE] = "";

	lower(text + strspn(text, " "), word);
	for (size_t i = 0; i < sizeof(forms) / sizeof(*forms); i++)
		if (forms[i](word, now, at))
			return true;
	return false;
}
