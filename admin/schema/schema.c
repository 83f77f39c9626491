/* vartactl schema: brings the database up to date with share/varta/sql, and says what differs from
 * it. */
#include "admin/schema/schema.h"
#include "lib/base/i18n.h"
#include "lib/base/log.h"
#include "lib/db/db_result.h"

/* PostgreSQL, and how a database has to be made for Ukrainian texts. */
enum { POSTGRESQL = 15 };
#define CREATEDB                                                                                   \
	"createdb --template=template0 --encoding=UTF8 --locale=C.UTF-8 --locale-provider=icu "    \
	"--icu-locale=uk"

/* What is refused before anything is made. */
static enum exit_code check_server(struct ctl *ctl)
{
	const char *encoding = PQparameterStatus(ctl->conn, "server_encoding");
	int version = PQserverVersion(ctl->conn) / 10000;

	if (!encoding || strcmp(encoding, "UTF8") != 0) {
		log_warnx(
		        _("the database '%s' has the encoding %s, Varta needs UTF8; make one with: "
		          "%s NAME"),
		        PQdb(ctl->conn), encoding ? encoding : "?", CREATEDB);
		return EXIT_FAILED;
	}
	if (version != POSTGRESQL && !ctl->value[OPT_UNTESTED]) {
		log_warnx(_("this is PostgreSQL %d, Varta is tested with %d; '%s' goes on all the "
		            "same"),
		          version, POSTGRESQL, "--untested");
		return EXIT_FAILED;
	}
	return EXIT_OK;
}

/* The functions of sql/upgrade.sql are temporary, and in a database of Varta only its superuser may
 * make such. */
static enum exit_code check_superuser(struct ctl *ctl)
{
	PGresult *res =
	        ctl_exec(ctl, "select has_database_privilege(current_database(), 'temp')", 0, NULL);
	bool may = db_value_bool(res);

	PQclear(res);
	if (!res || may)
		return res ? EXIT_OK : ctl->status;
	log_warnx(_("'vartactl %s' is for a superuser of the database, which '%s' is not"),
	          ctl->command->words, PQuser(ctl->conn));
	return EXIT_DENIED;
}

/* Two upgrades at once follow each other. */
static enum exit_code lock(struct ctl *ctl)
{
	PGresult *res = ctl_exec(ctl, "select pg_try_advisory_lock(7300, 1)", 0, NULL);
	bool taken;

	if (!res)
		return ctl->status;
	taken = db_value_bool(res);
	PQclear(res);
	if (taken)
		return EXIT_OK;
	log_warnx("%s", _("another upgrade is running: waiting for its end"));
	return ctl_run(ctl, "select pg_advisory_lock(7300, 1)", 0, NULL);
}

static enum exit_code upgrade(struct ctl *ctl, int argc, char **args)
{
	static enum exit_code (*const steps[])(struct ctl *) = {
	        check_server,     check_superuser,   lock,        code_functions,
	        migrations_known, migrations_deploy, code_replace};
	enum exit_code status = EXIT_OK;

	for (size_t i = 0; status == EXIT_OK && i < sizeof(steps) / sizeof(steps[0]); i++)
		status = steps[i](ctl);
	return status;
}

static enum exit_code server_status(struct ctl *ctl)
{
	printf(_("server: PostgreSQL %s, encoding %s\n"),
	       PQparameterStatus(ctl->conn, "server_version"),
	       PQparameterStatus(ctl->conn, "server_encoding"));
	return EXIT_OK;
}

/* Whether the schema was never made here: there is nothing to compare then. */
static bool is_empty(struct ctl *ctl)
{
	PGresult *res = ctl_exec(ctl,
	                         "select to_regnamespace('varta') is null and not exists "
	                         "(select from pg_temp.deployed())",
	                         0, NULL);
	bool empty = db_value_bool(res);

	PQclear(res);
	return empty;
}

static enum exit_code show_status(struct ctl *ctl, int argc, char **args)
{
	static enum exit_code (*const parts[])(struct ctl *) = {server_status, migrations_status,
	                                                        code_status, rights_status};
	enum exit_code worst = check_superuser(ctl);

	if (worst == EXIT_OK)
		worst = code_functions(ctl);
	if (worst != EXIT_OK)
		return worst;
	if (is_empty(ctl)) {
		log_warnx(_("the database '%s' has no schema of Varta yet: run '%s'"),
		          PQdb(ctl->conn), "vartactl schema upgrade");
		return EXIT_FAILED;
	}
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		enum exit_code status = parts[i](ctl);
		if (status > worst)
			worst = status;
	}
	return worst;
}

const struct subcommand schema_commands[] = {
        {.words = "schema upgrade",
         .usage = "[--untested]",
         .help = N_("bring the database's schema up to date"),
         .optional = OPTION_BIT(OPT_UNTESTED),
         .run = upgrade},
        {.words = "schema status",
         .usage = "",
         .help = N_("show the version of the schema, and what differs from it in the database"),
         .run = show_status},
        {0},
};
