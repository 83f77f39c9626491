/* vartactl audit status: how far the log is sealed, signed and known outside, and what was found
 * wrong with it. */
#include "admin/audit/audit.h"
#include "lib/base/i18n.h"
#include "lib/base/log.h"
#include "lib/base/text.h"
#include "lib/base/when.h"
#include "lib/db/db_result.h"
#include "lib/merkle/alarm.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* What is wrong, or was; returns how many of them last. */
static int tell_alarms(struct ctl *ctl)
{
	PGresult *res = ctl_exec(
	        ctl,
	        "select a ->> 'place' as place, a ->> 'why' as why, (a ->> 'at')::bigint as at, "
	        "(a ->> 'over')::bigint as over from api.history_state(), "
	        "jsonb_array_elements(alarms) a",
	        0, NULL);
	int lasting = 0;

	for (int row = 0; res && row < PQntuples(res); row++) {
		bool over = db_result_text(res, row, "over") != NULL;
		const char *place = db_result_text(res, row, "place");
		const char *why = db_result_text(res, row, "why");
		char *who = text_visible(place, strlen(place), TEXT_ONE_LINE);
		char *words = alarm_words(why);
		char *what = text_visible(words, strlen(words), TEXT_ONE_LINE);
		char from[WHEN_LOCAL_SIZE], until[WHEN_LOCAL_SIZE];

		when_local(db_result_int(res, row, "at"), from);
		when_local(db_result_int(res, row, "over"), until);
		if (over)
			log_warnx(_("there was an alarm from %s to %s, by %s: %s"), from, until,
			          who, what);
		else
			log_warnx(_("ALARM since %s, by %s: %s"), from, who, what);
		lasting += !over;
		free(who);
		free(words);
		free(what);
	}
	PQclear(res);
	return lasting;
}

/* Its last column is why the last attempt failed. */
static void add_place(struct table *table, const PGresult *res, int row)
{
	int last = (int)table->columns - 1;
	char *why = alarm_words(PQgetvalue(res, row, last));

	for (int column = 0; column < last; column++)
		table_cell(table, PQgetvalue(res, row, column));
	table_cell(table, why);
	free(why);
}

static void print_places(struct ctl *ctl)
{
	struct table table = {.columns = 4};
	PGresult *res = ctl_exec(
	        ctl,
	        "select p ->> 'place' as place, p ->> 'size' as size, "
	        "to_char(to_timestamp((p ->> 'at')::bigint), 'YYYY-MM-DD HH24:MI') as at, "
	        "p ->> 'why' as why from api.history_state(), jsonb_array_elements(places) p",
	        0, NULL);

	for (int column = 0; res && column < (int)table.columns; column++)
		table_cell(&table, PQfname(res, column));
	for (int row = 0; res && row < PQntuples(res); row++)
		add_place(&table, res, row);
	if (res && PQntuples(res) > 0) {
		putchar('\n');
		table_flush(&table);
	}
	table_release(&table);
	PQclear(res);
}

static bool print(struct ctl *ctl, bool *anchored)
{
	static const char sql[] =
	        "select size, waiting, signed, "
	        "to_char(to_timestamp(signed_at), 'YYYY-MM-DD HH24:MI') as signed_at, anchored "
	        "from api.history_state()";
	static const char all[] = "select * from api.history_state()";
	bool json = ctl->value[OPT_JSON];
	PGresult *res = ctl_exec(ctl, json ? all : sql, 0, NULL);

	if (!res)
		return false;
	*anchored = db_result_bool(res, 0, "anchored");
	if (json)
		table_print_json(res);
	else
		table_print(res, NULL);
	PQclear(res);
	if (!json)
		print_places(ctl);
	return true;
}

enum exit_code audit_status(struct ctl *ctl, int argc, char **args)
{
	bool anchored;
	int alarms;

	if (!print(ctl, &anchored))
		return ctl->status;
	alarms = tell_alarms(ctl);
	if (!anchored)
		log_warnx("%s",
		          _("the history is not anchored: no checkpoint was signed within the "
		            "last hour; see log.key in varta.yaml(5)"));
	return anchored && !alarms ? EXIT_OK : EXIT_FAILED;
}
