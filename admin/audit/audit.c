/* vartactl audit: checks the chain of the history. */
#include "admin/audit/audit.h"
#include "lib/base/i18n.h"
#include "lib/base/log.h"
#include "lib/db/db_result.h"

/* city: NULL for the chain of what is no city's. */
static bool report(const char *city, const PGresult *res)
{
	const char *name = city ? city : _("no city");
	bool there = PQntuples(res) == 1, ok = there && db_result_bool(res, 0, "ok");

	if (ok)
		printf(_("%s: %s events, the chain is whole\n"), name,
		       db_result_text(res, 0, "checked"));
	else if (there)
		printf(_("%s: broken at event %s: %s\n"), name,
		       db_result_text(res, 0, "broken_event"),
		       i18n_word(db_result_text(res, 0, "why")));
	return ok;
}

static enum exit_code verify_city(struct ctl *ctl, const char *city)
{
	static const char sql[] = "select ok, checked, broken_event, why from audit.verify($1)";
	PGresult *res = ctl_exec(ctl, sql, 1, &city);
	bool ok;

	if (!res)
		return ctl->status;
	ok = report(city, res);
	PQclear(res);
	return ok ? EXIT_OK : EXIT_FAILED;
}

static enum exit_code verify(struct ctl *ctl, int argc, char **args)
{
	enum exit_code worst = EXIT_OK;
	PGresult *cities;
	enum exit_code status;

	if (ctl->value[OPT_CHECKPOINTS])
		return audit_verify_log(ctl, argc == 1 ? args[0] : NULL);
	if (ctl->value[OPT_TILES] || ctl->value[OPT_PUBLIC_KEY] || ctl->value[OPT_TIMESTAMP_CA] ||
	    ctl->value[OPT_WITNESS] || ctl->value[OPT_JSON]) {
		log_warnx("%s",
		          _("--tiles, --public-key, --witness, --timestamp-ca and --json go with "
		            "--checkpoints"));
		return EXIT_USAGE;
	}
	if (argc == 1)
		return verify_city(ctl, args[0]);
	cities = ctl_exec(ctl, "select code from audit.cities()", 0, NULL);
	if (!cities)
		return ctl->status;
	for (int row = 0; row < PQntuples(cities); row++) {
		status = verify_city(ctl, db_result_text(cities, row, "code"));
		if (status != EXIT_OK)
			worst = status;
	}
	PQclear(cities);
	status = verify_city(ctl, NULL);
	return status == EXIT_OK ? worst : status;
}

const struct subcommand audit_commands[] = {
        {.words = "audit verify",
         .usage = "[CITY] [--checkpoints FILE|FOLDER|URL --public-key KEY|FILE "
                  "[--witness KEY|FILE] [--tiles FOLDER|URL] [--timestamp-ca FILE] [--json]]",
         .help = N_("check that nobody changed the history"),
         .max_args = 1,
         .optional = OPTION_BIT(OPT_CHECKPOINTS) | OPTION_BIT(OPT_PUBLIC_KEY) |
                     OPTION_BIT(OPT_TILES) | OPTION_BIT(OPT_TIMESTAMP_CA) |
                     OPTION_BIT(OPT_WITNESS) | OPTION_BIT(OPT_JSON),
         .run = verify},
        {.words = "audit status",
         .usage = "[--json]",
         .help = N_("say how far the history is sealed and signed, and what is wrong with it"),
         .optional = OPTION_BIT(OPT_JSON),
         .run = audit_status},
        {.words = "audit key",
         .usage = "FILE [NAME]",
         .help = N_("make the key of the log NAME; without it, print the public key of FILE"),
         .min_args = 1,
         .max_args = 2,
         .offline = true,
         .run = audit_key},
        {.words = "audit receipt",
         .usage = "FILE --public-key KEY|FILE [--json]",
         .help = N_("check a resident's receipt"),
         .min_args = 1,
         .max_args = 1,
         .required = OPTION_BIT(OPT_PUBLIC_KEY),
         .optional = OPTION_BIT(OPT_JSON),
         .offline = true,
         .run = audit_receipt},
        {.words = "audit verify-bundle",
         .usage = "FILE --public-key KEY|FILE [--json]",
         .help = N_("check an archive about an order"),
         .min_args = 1,
         .max_args = 1,
         .required = OPTION_BIT(OPT_PUBLIC_KEY),
         .optional = OPTION_BIT(OPT_JSON),
         .offline = true,
         .run = audit_verify_bundle},
        {0},
};
