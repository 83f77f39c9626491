/* Reads what concerns an officer, and says it in words. */
#include "console/data/duty.h"

#include "console/data/result.h"
#include "lib/base/buf.h"
#include "lib/base/i18n.h"
#include "lib/base/when_zone.h"
#include "lib/base/xmalloc.h"
#include "lib/db/db_result.h"

#include <stdlib.h>
#include <string.h>

enum { DAY_SIZE = 16 };

/* What the database calls them. */
static const char *const kinds[DUTY_KINDS] = {"beat", "hours", "away", "deputy"};

static enum duty_what kind_of(const char *what)
{
	int kind = DUTY_BEAT;

	while (kind < DUTY_DEPUTY && strcmp(kinds[kind], what) != 0)
		kind++;
	return (enum duty_what)kind;
}

void duty_release(struct duty *d)
{
	for (size_t i = 0; i < d->n; i++)
		free(d->v[i].name);
	free(d->v);
	*d = (struct duty){0};
}

void duty_take(struct duty *d, const PGresult *res)
{
	size_t n = (size_t)PQntuples(res);

	duty_release(d);
	d->v = xcalloc(n + 1, sizeof(*d->v));
	d->n = n;
	for (size_t i = 0; i < n; i++)
		d->v[i] = (struct duty_row){
		        .what = kind_of(db_result_text(res, (int)i, "what")),
		        .id = db_result_int(res, (int)i, "id"),
		        .name = result_field(res, (int)i, "name"),
		        .since = db_result_int(res, (int)i, "since"),
		        .until = db_result_int(res, (int)i, "until"),
		};
}

/* '24.12', with the year where that is another one. */
static void print_day(int64_t at, int64_t now, const char *zone, char out[DAY_SIZE])
{
	struct tm day, today;

	when_in_zone(at, zone, &day);
	when_in_zone(now, zone, &today);
	strftime(out, DAY_SIZE, day.tm_year == today.tm_year ? "%d.%m" : "%d.%m.%Y", &day);
}

char *duty_last_day(int64_t until, int64_t now, const char *zone)
{
	char day[DAY_SIZE];

	print_day(until - 1, now, zone, day);
	return xstrdup(day);
}

/* 'until 24.12', by the last day. */
static char *period(const struct duty_row *row, int64_t now, const char *zone)
{
	char from[DAY_SIZE], to[DAY_SIZE];

	print_day(row->since, now, zone, from);
	print_day(row->until - 1, now, zone, to);
	if (row->since <= now)
		return row->until ? xasprintf(_("until %s"), to)
		                  : xstrdup(_("until further notice"));
	return row->until ? xasprintf(_("from %s until %s"), from, to)
	                  : xasprintf(_("from %s until further notice"), from);
}

char *duty_text(const struct duty_row *row, int64_t now, const char *zone)
{
	char *when, *text;

	if (row->what == DUTY_BEAT || row->what == DUTY_HOURS)
		return xstrdup(row->name);
	when = period(row, now, zone);
	if (row->what == DUTY_DEPUTY)
		text = xasprintf(_("you stand in for %1$s %2$s"), row->name, when);
	else if (*row->name)
		text = xasprintf(_("you are away %1$s, %2$s stands in"), when, row->name);
	else
		text = xasprintf(_("you are away %s, nobody stands in"), when);
	free(when);
	return text;
}

char *duty_beats(const struct duty *d)
{
	struct buf out = {0};

	for (size_t i = 0; i < d->n; i++)
		if (d->v[i].what == DUTY_BEAT)
			buf_addf(&out, "%s%s", out.len ? ", " : "", d->v[i].name);
	return buf_steal(&out);
}

static bool is_absence(const struct duty_row *row)
{
	return row->what == DUTY_AWAY || row->what == DUTY_DEPUTY;
}

char *duty_state(const struct duty *d, int64_t now, const char *zone)
{
	struct buf out = {0};

	for (size_t i = 0; i < d->n; i++) {
		const struct duty_row *row = &d->v[i];
		char *text;
		if (!is_absence(row) || row->since > now || (row->until && row->until <= now))
			continue;
		text = duty_text(row, now, zone);
		buf_addf(&out, "%s%s", out.len ? " · " : "", text);
		free(text);
	}
	return out.len ? buf_steal(&out) : NULL;
}

int64_t duty_changes(const struct duty *d, int64_t now)
{
	int64_t next = 0;

	for (size_t i = 0; i < d->n; i++) {
		const struct duty_row *row = &d->v[i];
		int64_t at = row->since > now ? row->since : row->until;
		if (is_absence(row) && at > now && (!next || at < next))
			next = at;
	}
	return next;
}
