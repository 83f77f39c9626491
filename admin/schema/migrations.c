/* Migrations of the tables: deploys those that are missing, and knows those that this
 * version does not have. */
#include "admin/schema/schema.h"
#include "lib/base/i18n.h"
#include "lib/base/log.h"
#include "lib/db/db_array.h"
#include "lib/db/db_result.h"

#include <string.h>

/* The names of the changes in sqitch.plan as a literal of text[]; NULL where it has complained. The
 * caller frees it. */
static char *planned(void)
{
	struct buf plan = {0}, names = {0};
	char *rest, *change;

	if (!schema_read(&plan, "sqitch.plan")) {
		buf_release(&plan);
		return NULL;
	}
	for (rest = plan.data; (change = schema_next_change(&rest));)
		db_array_add(&names, change, strlen(change));
	db_array_end(&names);
	buf_release(&plan);
	return buf_steal(&names);
}

/* Asks about the changes that are deployed ($1: those in the plan); NULL where it has complained.
 */
static PGresult *ask(struct ctl *ctl, const char *sql)
{
	char *names = planned();
	PGresult *res = names ? ctl_exec(ctl, sql, 1, (const char *const[]){names}) : NULL;

	free(names);
	return res;
}

enum exit_code migrations_known(struct ctl *ctl)
{
	PGresult *res =
	        ask(ctl, "select change from pg_temp.deployed() where change <> all($1::text[])");
	int unknown;

	if (!res)
		return EXIT_FAILED;
	unknown = PQntuples(res);
	if (unknown > 0)
		log_warnx(
		        _("the database was made by a newer version of Varta, or by one before its "
		          "first release (this version does not know '%s'): use that version, or "
		          "make a new database"),
		        db_value_text(res));
	PQclear(res);
	return unknown > 0 ? EXIT_CONFLICT : EXIT_OK;
}

static enum exit_code deploy(struct ctl *ctl)
{
	static const char *const command[] = {"deploy", "--verify", "--mode", "change", NULL};
	struct buf said = {0};
	bool done = false;

	for (int try = 0; !done && try < SCHEMA_TRIES; try++) {
		if (try > 0)
			schema_wait(try);
		buf_clear(&said);
		done = sqitch_run(ctl, command, &said);
		fputs(said.data ? said.data : "", done ? stdout : stderr);
		if (!done && !(said.data && strstr(said.data, "due to lock timeout")))
			break;
	}
	buf_release(&said);
	if (done)
		return EXIT_OK;
	return ctl->status == EXIT_OFFLINE ? EXIT_OFFLINE : EXIT_FAILED;
}

/* sqitch takes seconds to say that there is nothing to do. */
enum exit_code migrations_deploy(struct ctl *ctl)
{
	enum exit_code status = fresh_tables_make(ctl);
	PGresult *res;
	bool all;

	if (status != EXIT_OK)
		return status;
	res = ask(ctl, "select not exists (select from unnest($1::text[]) p where p not in (select "
	               "change from pg_temp.deployed()))");
	if (!res)
		return EXIT_FAILED;
	all = db_value_bool(res);
	PQclear(res);
	if (!all)
		return deploy(ctl);
	printf(_("migrations: %s\n"), _("up-to-date"));
	return EXIT_OK;
}

enum exit_code migrations_status(struct ctl *ctl)
{
	PGresult *res = ask(
	        ctl,
	        "select coalesce((select tag from pg_temp.deployed() where tag <> '' "
	        "offset greatest((select count(tag) from pg_temp.deployed()) - 1, 0)), '-') "
	        "as version, "
	        "coalesce((array_agg(change))[count(*)], '-') as change, "
	        "(select coalesce(string_agg(p, ' ' order by n), '') from unnest($1::text[]) "
	        "with ordinality u (p, n) where p not in (select change from pg_temp.deployed())) "
	        "as missing from pg_temp.deployed()");
	const char *missing;
	bool whole;

	if (!res)
		return EXIT_FAILED;
	missing = db_result_text(res, 0, "missing");
	printf(_("version: %s, last change %s\n"), db_result_text(res, 0, "version"),
	       db_result_text(res, 0, "change"));
	printf(_("migrations: %s\n"), *missing ? missing : _("up-to-date"));
	whole = !*missing;
	PQclear(res);
	return whole ? EXIT_OK : EXIT_FAILED;
}
