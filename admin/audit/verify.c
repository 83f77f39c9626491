/* vartactl audit verify --checkpoints: the history against what was kept outside of the database.
 */
#include "admin/audit/verify.h"

#include "admin/audit/audit.h"
#include "admin/audit/fault_words.h"
#include "lib/base/i18n.h"
#include "lib/base/log.h"
#include "lib/base/xmalloc.h"
#include "lib/db/db_result.h"

#include <stdlib.h>

/* Events that were put in past the log. */
static bool look_for_strays(struct verify *v)
{
	PGresult *res = ctl_exec(v->ctl,
	                         "select city, event, request from audit.unsealed($1, 100000) "
	                         "where not waiting",
	                         1, &v->city);

	for (int row = 0; res && row < PQntuples(res); row++)
		verify_fault(v, &(struct fault){.what = _("it was put in past the log"),
		                                .city = PQgetisnull(res, row, 0)
		                                                ? NULL
		                                                : PQgetvalue(res, row, 0),
		                                .event = PQgetvalue(res, row, 1),
		                                .request = PQgetvalue(res, row, 2)});
	v->failed |= !res;
	PQclear(res);
	return !v->failed;
}

/* Rows of a city that are not what their events say. */
static void compare_city(struct verify *v, const char *city)
{
	PGresult *res =
	        ctl_exec(v->ctl, "select request, place, fault from audit.compare($1)", 1, &city);

	for (int row = 0; res && row < PQntuples(res); row++) {
		char *what = fault_words(PQgetvalue(res, row, 2));

		verify_fault(v, &(struct fault){.what = what,
		                                .city = city,
		                                .request = PQgetvalue(res, row, 0),
		                                .place = PQgetvalue(res, row, 1)});
		free(what);
	}
	v->failed |= !res;
	PQclear(res);
}

static bool compare_rows(struct verify *v)
{
	PGresult *cities;

	if (v->city) {
		compare_city(v, v->city);
		return !v->failed;
	}
	cities = ctl_exec(v->ctl, "select code from audit.cities()", 0, NULL);
	v->failed |= !cities;
	for (int row = 0; cities && row < PQntuples(cities) && !v->failed; row++)
		compare_city(v, PQgetvalue(cities, row, 0));
	PQclear(cities);
	return !v->failed;
}

static bool read_size(struct verify *v)
{
	PGresult *res = ctl_exec(v->ctl, "select audit.log_size() as size", 0, NULL);

	if (res)
		v->log_size = strtoull(db_result_text(res, 0, "size"), NULL, 10);
	v->failed |= !res;
	PQclear(res);
	return !v->failed;
}

static bool sum_up(struct verify *v)
{
	PGresult *res = ctl_exec(v->ctl,
	                         "select count(*) as n, to_char(min(at), 'YYYY-MM-DD HH24:MI') as "
	                         "oldest from audit.unsealed($1, 100000) where waiting",
	                         1, &v->city);

	if (res)
		verify_summary(v, res);
	v->failed |= !res;
	PQclear(res);
	return !v->failed;
}

static enum exit_code status_of(const struct verify *v, bool done)
{
	if (done)
		return v->faults ? EXIT_FAILED : EXIT_OK;
	return v->failed && v->ctl->status != EXIT_OK ? v->ctl->status : EXIT_FAILED;
}

enum exit_code audit_verify_log(struct ctl *ctl, const char *city)
{
	struct verify *v = xcalloc(1, sizeof(*v));
	const char *keys = ctl->value[OPT_PUBLIC_KEY];
	enum exit_code status;
	bool done;

	v->ctl = ctl;
	v->city = city;
	v->tiles = ctl->value[OPT_TILES] ? fetch_place(ctl->value[OPT_TILES]) : NULL;
	if (!keys)
		log_warnx("%s", _("--public-key is missing: whose checkpoints are to be believed"));
	if (!keys || !log_keys_read(keys, &v->keys) ||
	    (ctl->value[OPT_WITNESS] && !log_keys_demand(ctl->value[OPT_WITNESS], &v->keys))) {
		free(v->tiles);
		free(v);
		return EXIT_USAGE;
	}
	v->fetch = fetch_new();
	done = verify_checkpoints_read(v, ctl->value[OPT_CHECKPOINTS]) && read_size(v) &&
	       verify_leaves_prove(v) && verify_entries(v) && verify_stamps(v) &&
	       look_for_strays(v) && compare_rows(v) && sum_up(v);
	status = status_of(v, done);
	fetch_free(v->fetch);
	PQclear(v->page);
	free(v->tiles);
	free(v->checkpoints);
	free(v);
	return status;
}
