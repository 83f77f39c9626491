/* Deadlines: a local clock of any zone, and the day that ends at a midnight. */
#include "lib/base/when_zone.h"

#include "lib/base/i18n.h"
#include "lib/base/xmalloc.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SECONDS_DAY = 86400, KNOWN = 256, ZONE_SIZE = 40, NEAR = 6 };

/* Reading a zone's file takes as long as painting a row: what was asked lately is known. */
static struct known {
	int64_t at;
	char zone[ZONE_SIZE];
	struct tm local;
} known[KNOWN];

static void read_zone(int64_t at, const char *zone, struct tm *out)
{
	const char *own = getenv("TZ");
	char *saved = own ? xstrdup(own) : NULL;
	time_t t = (time_t)at;

	setenv("TZ", zone, 1);
	tzset();
	localtime_r(&t, out);
	if (saved)
		setenv("TZ", saved, 1);
	else
		unsetenv("TZ");
	tzset();
	out->tm_zone = NULL; /* belongs to the zone that is no longer set */
	free(saved);
}

void when_in_zone(int64_t at, const char *zone, struct tm *out)
{
	time_t t = (time_t)at;
	struct known *k = &known[(uint64_t)at / 60 % KNOWN];

	if (!zone || !*zone || strlen(zone) >= ZONE_SIZE) {
		localtime_r(&t, out);
		return;
	}
	if (k->at != at || strcmp(k->zone, zone) != 0) {
		k->at = at;
		snprintf(k->zone, sizeof(k->zone), "%s", zone);
		read_zone(at, zone, &k->local);
	}
	*out = k->local;
}

void when_use_zone(const char *zone)
{
	static bool chosen; /* here, and not by the user */

	if (!zone || !*zone || (getenv("TZ") && !chosen))
		return;
	chosen = true;
	setenv("TZ", zone, 1);
	tzset();
}

/* The last moment's date and, where it is no midnight, hour. Returns whether it is the end of a
 * day. */
static bool last_moment(int64_t due, const char *zone, struct tm *out)
{
	bool midnight;

	when_in_zone(due, zone, out);
	midnight = out->tm_hour == 0 && out->tm_min == 0 && out->tm_sec == 0;
	if (midnight)
		when_in_zone(due - 1, zone, out);
	return midnight;
}

/* Neighbouring days differ by one, whatever summer time does. */
static int64_t day_number(const struct tm *local)
{
	struct tm date = {
	        .tm_year = local->tm_year, .tm_mon = local->tm_mon, .tm_mday = local->tm_mday};

	return timegm(&date) / SECONDS_DAY;
}

char *when_until(int64_t due, int64_t now, const char *zone)
{
	static const char *const weekdays[] = {N_("Sun"), N_("Mon"), N_("Tue"), N_("Wed"),
	                                       N_("Thu"), N_("Fri"), N_("Sat")};
	struct tm last, today;
	bool whole = last_moment(due, zone, &last);
	int64_t days;

	when_in_zone(now, zone, &today);
	days = day_number(&last) - day_number(&today);
	if (last.tm_year != today.tm_year)
		/* TRANSLATORS: a deadline: day, month, year */
		return xasprintf(_("by %1$02d.%2$02d.%3$04d"), last.tm_mday, last.tm_mon + 1,
		                 last.tm_year + 1900);
	if (whole || days < -NEAR || days > NEAR)
		/* TRANSLATORS: a deadline: weekday, day, month */
		return xasprintf(_("by %1$s %2$02d.%3$02d"), _(weekdays[last.tm_wday]),
		                 last.tm_mday, last.tm_mon + 1);
	if (days == 0)
		return xasprintf(_("by %02d:%02d"), last.tm_hour, last.tm_min);
	return xasprintf(_("by %s %02d:%02d"), _(weekdays[last.tm_wday]), last.tm_hour,
	                 last.tm_min);
}

void when_until_sorted(int64_t due, const char *zone, char out[WHEN_LOCAL_SIZE])
{
	struct tm last;
	bool whole = last_moment(due, zone, &last);

	if (strftime(out, WHEN_LOCAL_SIZE, whole ? "%Y-%m-%d" : "%Y-%m-%d %H:%M", &last) == 0)
		*out = '\0';
}

void when_until_w3c(const char *w3c, char out[WHEN_DAY_SIZE])
{
	struct tm t = {0};

	*out = '\0';
	if (sscanf(w3c, "%4d-%2d-%2dT%2d:%2d:%2d", &t.tm_year, &t.tm_mon, &t.tm_mday, &t.tm_hour,
	           &t.tm_min, &t.tm_sec) != 6)
		return;
	t.tm_year -= 1900;
	t.tm_mon--;
	if (t.tm_hour || t.tm_min || t.tm_sec) {
		strftime(out, WHEN_DAY_SIZE, "%d.%m.%Y %H:%M", &t);
		return;
	}
	t.tm_mday--;
	timegm(&t);
	strftime(out, WHEN_DAY_SIZE, "%d.%m.%Y", &t);
}
