/* The counts in the first line: what is new, pending and late in the city that is shown. */
#include "console/data/result.h"
#include "console/data/session.h"
#include "console/data/statements.h"
#include "console/data/status.h"
#include "lib/base/xmalloc.h"
#include "lib/db/db_result.h"

#include <stdlib.h>
#include <string.h>

static void take_badge(struct session *session, const PGresult *res, int line)
{
	const char *city = session->shown_city;
	char *code = result_text(res, line, "city");
	char *status = result_text(res, line, "status");
	char *n = result_text(res, line, "n");
	char *late = result_text(res, line, "late");

	if (code && status && n && late && (!city || strcmp(city, code) == 0)) {
		enum status which = status_find(status);
		session->new += which == STATUS_NEW ? strtoll(n, NULL, 10) : 0;
		session->pending += which == STATUS_PENDING ? strtoll(n, NULL, 10) : 0;
		session->late += strtoll(late, NULL, 10);
	}
	free(code);
	free(status);
	free(n);
	free(late);
}

static void badges(void *arg, const PGresult *res, const struct db_error *error)
{
	struct session *session = arg;

	if (error)
		return;
	session->new = session->pending = session->late = 0;
	for (int i = 0; i < PQntuples(res); i++)
		take_badge(session, res, i);
	session_changed(session);
}

static void unseen(void *arg, const PGresult *res, const struct db_error *error)
{
	struct session *session = arg;

	if (error)
		return;
	session->unseen = db_result_int(res, 0, "n");
	session_changed(session);
}

void session_badges(struct session *session)
{
	session_query(session, QUERY_BADGES, NULL, badges, session);
	session_query(session, QUERY_UNSEEN, NULL, unseen, session);
}

void session_show_city(struct session *session, const char *code)
{
	free(session->shown_city);
	session->shown_city = code ? xstrdup(code) : NULL;
}

const char *session_city_code(const struct session *session)
{
	if (session->shown_city)
		return session->shown_city;
	return session->cities_n > 0 ? session->cities[0].code : "";
}
