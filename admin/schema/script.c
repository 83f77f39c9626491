/* Runs a text of statements in the database, and says what came of it. */
#include "admin/schema/schema.h"
#include "lib/base/i18n.h"
#include "lib/base/log.h"
#include "lib/base/text.h"
#include "lib/db/db_wait.h"

#include <stdlib.h>
#include <string.h>

static const char *sqlstate_of(const PGresult *res)
{
	const char *state = PQresultErrorField(res, PG_DIAG_SQLSTATE);

	return state ? state : "08006";
}

/* Somebody held a lock for too long, or the other way round; or changed the same role meanwhile,
 * for which PostgreSQL has a message (known in the locale C), and a code only for what should not
 * happen. */
static bool is_busy(const PGresult *res)
{
	static const char *const states[] = {"55P03", "57014", "40P01"};
	const char *message = PQresultErrorField(res, PG_DIAG_MESSAGE_PRIMARY);

	if (message && strcmp(message, "tuple concurrently updated") == 0)
		return true;
	for (size_t i = 0; i < sizeof(states) / sizeof(states[0]); i++)
		if (strcmp(sqlstate_of(res), states[i]) == 0)
			return true;
	return false;
}

/* The line of the character that PostgreSQL complains of; 1 where it names none. */
static int line_of(const char *sql, const PGresult *res)
{
	const char *position = PQresultErrorField(res, PG_DIAG_STATEMENT_POSITION);
	long left = position ? strtol(position, NULL, 10) - 1 : 0;
	int line = 1;

	for (; *sql && left > 0; sql++) {
		line += *sql == '\n';
		left -= ((unsigned char)sql[1] & 0xC0) != 0x80;
	}
	return line;
}

static void complain(const char *file, const char *sql, const PGresult *res)
{
	const char *message = PQresultErrorField(res, PG_DIAG_MESSAGE_PRIMARY);
	char *shown =
	        text_visible(message ? message : "", message ? strlen(message) : 0, TEXT_ONE_LINE);

	log_warnx("%s:%d: %s", file, line_of(sql, res), shown);
	free(shown);
}

static enum script_outcome judge(const PGresult *res, enum db_wait_end end)
{
	switch (PQresultStatus(res)) {
	case PGRES_COMMAND_OK:
	case PGRES_TUPLES_OK:
	case PGRES_EMPTY_QUERY:
		return SCRIPT_DONE;
	default:
		if (end == DB_WAIT_SILENT || !res || !PQresultErrorField(res, PG_DIAG_SQLSTATE))
			return SCRIPT_SILENT;
		return is_busy(res) ? SCRIPT_BUSY : SCRIPT_BROKEN;
	}
}

enum script_outcome script_run(struct ctl *ctl, const char *file, const char *sql,
                               const char *manifest, PGresult **rows)
{
	enum db_wait_end end;
	PGresult *res = db_wait_script(ctl->conn, sql, manifest ? 1 : 0, &manifest, &end);
	enum script_outcome outcome = judge(res, end);

	if (outcome == SCRIPT_BROKEN)
		complain(file, sql, res);
	else if (outcome == SCRIPT_SILENT)
		log_warnx("%s: %s", file, _("the database does not answer"));
	if (outcome == SCRIPT_DONE && rows)
		*rows = res;
	else
		PQclear(res);
	return outcome;
}

enum exit_code script_exit(enum script_outcome outcome)
{
	switch (outcome) {
	case SCRIPT_DONE:
		return EXIT_OK;
	case SCRIPT_SILENT:
		return EXIT_OFFLINE;
	case SCRIPT_BUSY:
	case SCRIPT_BROKEN:
		break;
	}
	return EXIT_FAILED;
}
