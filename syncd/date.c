#include "syncd/date.h"

#include "lib/when.h"
#include "lib/xmalloc.h"

#include <stdlib.h>
#include <string.h>

static const int64_t MAX_SPAN = (int64_t)DATE_MAX_DAYS * DATE_DAY;

/* Behind the date and the hour a blank can only be the '+' of an offset. */
static bool parse(const char *s, int64_t *at)
{
	char *copy = xstrdup(s);
	char *blank = strrchr(copy, ' ');
	bool ok;

	if (blank && blank - copy > 10)
		*blank = '+';
	ok = when_parse(copy, 0, at);
	free(copy);
	return ok;
}

enum date_found date_param(const struct params *params, const char *name, int64_t *at,
                           struct problem *p)
{
	const char *s = params_get(params, name);
	char *quoted;

	if (!s)
		return DATE_ABSENT;
	if (parse(s, at))
		return DATE_GIVEN;
	quoted = problem_quote(s);
	problem_set(p, 400, "%s: '%s' is not a date such as 2026-11-22T15:43:14Z", name, quoted);
	free(quoted);
	return DATE_BAD;
}

bool date_window(const struct params *params, int64_t now, int64_t span, int64_t *from, int64_t *to,
                 struct problem *p)
{
	enum date_found start = date_param(params, "start_date", from, p);
	enum date_found end = date_param(params, "end_date", to, p);

	if (start == DATE_BAD || end == DATE_BAD)
		return false;
	if (end == DATE_ABSENT) {
		*to = now;
		if (start == DATE_GIVEN && *from + MAX_SPAN < now)
			*to = *from + MAX_SPAN;
	}
	if (start == DATE_ABSENT)
		*from = *to - span;
	if (*from > *to)
		return problem_set(p, 400, "start_date: later than end_date");
	if (*to - *from > MAX_SPAN)
		return problem_set(p, 400, "start_date: more than %d days before end_date",
		                   DATE_MAX_DAYS);
	return true;
}
