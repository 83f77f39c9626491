/* Times and places of the filter. */
#include "console/filter/filter_key.h"
#include "lib/base/i18n.h"
#include "lib/base/when.h"
#include "lib/base/xmalloc.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { RADIUS_MAX = 20000 };

static const struct {
	const char *word, *says;
} days[] = {{"yesterday", "today-1"}, {"tomorrow", "today+1"}};

/* '2d', '-12h': a number and h, d or w. */
static bool is_duration(const char *s)
{
	size_t digits;

	s += *s == '-' || *s == '+';
	digits = strspn(s, "0123456789");
	return digits > 0 && digits <= 5 && s[digits] && strchr("hdw", s[digits]) && !s[digits + 1];
}

static bool is_date(const char *s, struct tm *date)
{
	int used = 0;
	struct tm same;

	*date = (struct tm){0};
	if (strlen(s) != 10 ||
	    sscanf(s, "%4d-%2d-%2d%n", &date->tm_year, &date->tm_mon, &date->tm_mday, &used) != 3)
		return false;
	date->tm_year -= 1900;
	date->tm_mon--;
	same = *date;
	return used == 10 && timegm(&same) != -1 && same.tm_mday == date->tm_mday &&
	       same.tm_mon == date->tm_mon;
}

/* 'today', 'today+3', 'tomorrow' as days from today on. */
static bool is_day(const char *s, long *offset)
{
	char *end;

	for (size_t i = 0; i < sizeof(days) / sizeof(*days); i++)
		if (strcmp(days[i].word, s) == 0)
			s = days[i].says;
	if (strncmp(s, "today", 5) != 0)
		return false;
	*offset = s[5] ? strtol(s + 5, &end, 10) : 0;
	return !s[5] || (strchr("+-", s[5]) && isdigit((unsigned char)s[6]) && !*end &&
	                 labs(*offset) < 10000);
}

/* One side of a range as the database takes it, some days later; NULL: it is none. */
static char *side(const char *s, int later)
{
	struct tm date;
	long offset;
	char text[16];

	if (is_duration(s))
		return xstrdup(s);
	if (is_day(s, &offset))
		return offset + later ? xasprintf("today%+ld", offset + later) : xstrdup("today");
	if (!is_date(s, &date))
		return NULL;
	date.tm_mday += later;
	timegm(&date);
	strftime(text, sizeof(text), "%Y-%m-%d", &date);
	return xstrdup(text);
}

static bool set(json_t *range, const char *end, char *value)
{
	bool good = value != NULL;

	if (good)
		json_object_set_new(range, end, json_string(value));
	free(value);
	return good;
}

/* '<2d', '>2026-11-22'. What was received less than two days ago was so after that moment. */
static bool read_bound(json_t *range, bool past, const char *s)
{
	bool less = *s == '<';
	char *value;

	if (!is_duration(s + 1))
		return set(range, less ? "to" : "from", side(s + 1, less ? -1 : 1));
	if (strchr("+-", s[1]))
		return false;
	value = xasprintf("%s%s", past ? "-" : "", s + 1);
	return set(range, less != past ? "to" : "from", value);
}

static bool read_range(json_t *range, bool past, const char *s)
{
	const char *dots = strstr(s, "..");
	char *from;
	bool good;

	if (*s == '<' || *s == '>')
		return read_bound(range, past, s);
	if (strcmp(s, "none") == 0 && !past)
		return set(range, "from", xstrdup("infinity"));
	if (!dots) {
		char *bound;
		if (!is_duration(s))
			return set(range, "from", side(s, 0)) && set(range, "to", side(s, 0));
		bound = xasprintf("<%s", s);
		good = read_bound(range, past, bound);
		free(bound);
		return good;
	}
	from = xstrndup(s, (size_t)(dots - s));
	good = (*from || dots[2]) && (!*from || set(range, "from", side(from, 0))) &&
	       (!dots[2] || set(range, "to", side(dots + 2, 0)));
	free(from);
	return good;
}

char *filter_read_time(const struct filter_key *key, const char *value, json_t **json)
{
	char *neutral = filter_word_neutral(value);
	bool good;

	*json = json_object();
	good = read_range(*json, strcmp(key->json, "received") == 0, neutral);
	free(neutral);
	if (good)
		return NULL;
	json_decref(*json);
	*json = NULL;
	return xasprintf(_("'%s' is no time: %s"), value, _(key->help));
}

char *filter_write_time(const struct filter_key *key, const json_t *json)
{
	const char *from = json_string_value(json_object_get(json, "from"));
	const char *to = json_string_value(json_object_get(json, "to"));
	bool past = strcmp(key->json, "received") == 0;
	const char *one, *other;

	if (from && strcmp(from, "infinity") == 0)
		return xstrdup("none");
	if (from && to && strcmp(from, to) == 0)
		return xstrdup(from);
	one = past ? from : to;
	other = past ? to : from;
	if (one && !other && is_duration(one) && past == (*one == '-'))
		return xasprintf("<%s", one + past);
	if (other && !one && is_duration(other) && past == (*other == '-'))
		return xasprintf(">%s", other + past);
	return xasprintf("%s..%s", from ? from : "", to ? to : "");
}

/* '300m', '1km', '1.5km' in metres; less than 0: it is none. */
static double read_radius(const char *s)
{
	char *end;
	double metres = strtod(s, &end);

	if (end == s || !isdigit((unsigned char)*s))
		return -1;
	if (strcmp(end, "km") == 0)
		metres *= 1000;
	else if (*end && strcmp(end, "m") != 0)
		return -1;
	return metres <= RADIUS_MAX ? metres : -1;
}

static bool read_place(json_t *place, const char *s)
{
	char *end, *last;
	double lat, lon;

	if (*s != '-' && !isdigit((unsigned char)*s))
		return false;
	lat = strtod(s, &end);
	if (*end != ',') {
		long long id = strtoll(s, &last, 10);
		json_object_set_new(place, "id", json_integer(id));
		return !*last && id > 0;
	}
	lon = strtod(end + 1, &last);
	json_object_set_new(place, "lat", json_real(lat));
	json_object_set_new(place, "long", json_real(lon));
	return last > end + 1 && !*last && lat >= -90 && lat <= 90 && lon >= -180 && lon <= 180;
}

char *filter_read_place(const struct filter_key *key, const char *value, json_t **json)
{
	char *where = filter_word_neutral(value);
	char *tilde = strchr(where, '~');
	double radius = tilde ? read_radius(tilde + 1) : 300;
	bool good;

	if (tilde)
		*tilde = '\0';
	*json = json_object();
	good = radius >= 0 && read_place(*json, where);
	free(where);
	if (good) {
		json_object_set_new(*json, "m", json_real(radius));
		return NULL;
	}
	json_decref(*json);
	*json = NULL;
	return xasprintf(_("'%s' is no place: %s"), value, _(key->help));
}

char *filter_write_place(const json_t *json)
{
	double radius = json_number_value(json_object_get(json, "m"));
	const json_t *id = json_object_get(json, "id");

	if (id)
		return xasprintf("%lld~%gm", (long long)json_integer_value(id), radius);
	return xasprintf("%.6g,%.6g~%gm", json_number_value(json_object_get(json, "lat")),
	                 json_number_value(json_object_get(json, "long")), radius);
}

/* '2026-03-01..2026-03-31' is as with a dash between. */
static char *with_dash(const char *value)
{
	const char *dots = strstr(value, "..");

	return dots && dots != value && dots[2]
	               ? xasprintf("%.*s–%s", (int)(dots - value), value, dots + 2)
	               : xstrdup(value);
}

char *filter_read_days(const char *value, json_t **json)
{
	char first[WHEN_DATE_SIZE], last[WHEN_DATE_SIZE];
	char *typed = with_dash(value + (*value == '>' || *value == '<'));
	bool good = when_parse_days(typed, (int64_t)time(NULL), first, last);

	free(typed);
	if (!good) {
		json_decref(*json);
		*json = NULL;
		return xasprintf(_("'%s' is no day; such as 2026-03-01, 24.12, today"),
		                 value + (*value == '>' || *value == '<'));
	}
	if (!*json)
		*json = json_object();
	if (*value != '<')
		json_object_set_new(*json, "from", json_string(*first ? first : last));
	if (*value != '>')
		json_object_set_new(*json, "to", json_string(last));
	return NULL;
}

char *filter_write_days(const json_t *json)
{
	const char *from = json_string_value(json_object_get(json, "from"));
	const char *to = json_string_value(json_object_get(json, "to"));

	if (from && to)
		return strcmp(from, to) == 0 ? xstrdup(from) : xasprintf("%s..%s", from, to);
	return xasprintf("%s%s", from ? ">" : "<", from ? from : to ? to : "");
}
