/* The acts of which the result says more than that they are done. */
#include "console/action/outcome.h"

#include "console/data/zones.h"
#include "lib/base/i18n.h"
#include "lib/base/when_zone.h"
#include "lib/base/xmalloc.h"

#include <stdlib.h>

struct done_act {
	const char *done;
	const struct row *row;
	const char *arg; /* the first one; NULL: none was sent */
	int64_t now;
};

static char *with_unit(const struct done_act *a)
{
	return *a->row->unit ? xasprintf("%s — %s", a->done, a->row->unit) : NULL;
}

static char *with_operator(const struct done_act *a)
{
	return *a->row->operator? xasprintf("%s — %s", a->done, a->row->operator) : NULL;
}

static char *with_due(const struct done_act *a)
{
	char *due, *text;

	if (!a->row->due)
		return NULL;
	due = when_until(a->row->due, a->now, zones_find(a->row->city));
	text = xasprintf("%s, %s", a->done, due);
	free(due);
	return text;
}

static char *with_moment(const struct done_act *a)
{
	int64_t at;
	char *moment, *text;

	if (!a->arg || !when_parse(a->arg, 0, &at))
		return NULL;
	moment = when_full(at, a->now);
	text = xasprintf(_("snoozed until %s"), moment);
	free(moment);
	return text;
}

static char *with_other(const struct done_act *a)
{
	return a->arg ? xasprintf(_("merged into No. %s"), a->arg) : NULL;
}

typedef char *teller(const struct done_act *a); /* NULL where there is nothing more to say */

static const struct {
	enum verb verb;
	teller *say;
} tellers[] = {
        {VERB_REFER, with_unit}, {VERB_ASSIGN, with_operator}, {VERB_PROLONG, with_due},
        {VERB_RESUME, with_due}, {VERB_SNOOZE, with_moment},   {VERB_MERGE, with_other},
        {VERB_REOPEN, with_due},
};

static teller *find_teller(enum verb verb)
{
	for (size_t i = 0; i < sizeof(tellers) / sizeof(*tellers); i++)
		if (tellers[i].verb == verb)
			return tellers[i].say;
	return NULL;
}

bool act_outcome_has_due(const struct action_spec *spec)
{
	return find_teller(spec->verb) == with_due;
}

char *act_outcome(const struct action_spec *spec, const struct row *row, const char *const *args,
                  int64_t now)
{
	const struct done_act act = {_(spec->done), row, args[0], now};
	teller *say = find_teller(spec->verb);
	char *text = say ? say(&act) : NULL;

	return text ? text : xstrdup(act.done);
}
