/* vartactl audit: checks the chain of the history. */
#include "admin/vartactl.h"
#include "lib/i18n.h"
#include "lib/log.h"

/* city: NULL for the chain of what is no city's. */
static bool report(const char *city, const PGresult *res)
{
	const char *name = city ? city : _("no city");
	bool ok = PQntuples(res) == 1 && *PQgetvalue(res, 0, 0) == 't';

	if (ok)
		printf(_("%s: %s events, the chain is whole\n"), name, PQgetvalue(res, 0, 1));
	else if (PQntuples(res) == 1)
		printf(_("%s: broken at event %s: %s\n"), name, PQgetvalue(res, 0, 2),
		       PQgetvalue(res, 0, 3));
	return ok;
}

static enum exit_code verify_city(struct ctl *ctl, const char *city)
{
	static const char sql[] = "select ok, checked, broken_event, why from audit.verify($1)";
	PGresult *res = ctl_exec(ctl, sql, 1, &city);

	if (!res)
		return ctl->status;
	bool ok = report(city, res);
	PQclear(res);
	return ok ? EXIT_OK : EXIT_FAILED;
}

static enum exit_code verify(struct ctl *ctl, int argc, char **args)
{
	enum exit_code worst = EXIT_OK;

	if (argc == 1)
		return verify_city(ctl, args[0]);
	PGresult *cities = ctl_exec(ctl, "select code from api.cities_list()", 0, NULL);
	if (!cities)
		return ctl->status;
	for (int row = 0; row < PQntuples(cities); row++) {
		enum exit_code status = verify_city(ctl, PQgetvalue(cities, row, 0));
		if (status != EXIT_OK)
			worst = status;
	}
	PQclear(cities);
	enum exit_code status = verify_city(ctl, NULL);
	return status == EXIT_OK ? worst : status;
}

const struct command audit_commands[] = {
        {.words = "audit verify",
         .usage = "[CITY]",
         .help = N_("check that nobody changed the history"),
         .max_args = 1,
         .run = verify},
        {0},
};
