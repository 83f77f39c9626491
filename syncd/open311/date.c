/* Reads dates in the forms that senders use. */
#include "syncd/open311/date.h"

#include <stdlib.h>
#include <string.h>

static const int64_t MAX_SPAN = (int64_t)DATE_MAX_DAYS * DATE_DAY;

static enum date_found read_date(const struct params *params, const char *name, int64_t *at,
                                 bool *zoned, struct problem *p)
{
	const char *s = params_get(params, name);
	char *quoted;

	if (!s)
		return DATE_ABSENT;
	if (when_parse_zoned(s, 0, at, zoned))
		return DATE_GIVEN;
	quoted = problem_quote(s);
	problem_set(p, 400, "%s: '%s' is not a date such as 2026-11-22T15:43:14Z", name, quoted);
	free(quoted);
	return DATE_BAD;
}

enum date_found date_param(const struct params *params, const char *name, int64_t *at,
                           struct problem *p)
{
	bool zoned;

	return read_date(params, name, at, &zoned, p);
}

enum date_found date_text(const struct params *params, const char *name, char out[WHEN_W3C_SIZE],
                          struct problem *p)
{
	int64_t at;
	bool zoned;
	enum date_found found = read_date(params, name, &at, &zoned, p);

	out[0] = '\0';
	if (found != DATE_GIVEN)
		return found;
	when_w3c(at, out);
	if (!zoned)
		out[strlen(out) - 1] = '\0';
	return found;
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
	++*to; /* moments are shown cut to seconds: all of the last one belongs to the window */
	return true;
}
