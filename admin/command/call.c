/* Commands that are one statement each: the table says which, and what its parameters are. */
#include "admin/command/vartactl.h"
#include "lib/db/db_result.h"
#include "lib/rows/rows.h"

struct call_params {
	const char *text[CALL_PARAMS + 1];
	int n, args; /* parameters, and how many of the arguments they are */
};

static const char *option_text(const struct ctl *ctl, int id)
{
	return ctl->value[id] && !option_table[id].takes_value ? "true" : ctl->value[id];
}

static struct call_params collect(const struct ctl *ctl, int argc, char **args)
{
	const struct subcommand *command = ctl->command;
	struct call_params p = {.n = command->params_n};

	for (int i = 0; i < p.n; i++) {
		int arg = command->params[i] - OPT_COUNT;

		if (arg < 0) {
			p.text[i] = option_text(ctl, command->params[i]);
			continue;
		}
		p.text[i] = arg < argc ? args[arg] : NULL;
		p.args = arg >= p.args ? arg + 1 : p.args;
	}
	return p;
}

enum exit_code call_run(struct ctl *ctl, int argc, char **args)
{
	struct call_params p = collect(ctl, argc, args);

	return ctl_run(ctl, ctl->command->sql, p.n, p.text);
}

enum exit_code call_list(struct ctl *ctl, int argc, char **args)
{
	struct call_params p = collect(ctl, argc, args);

	return ctl_list(ctl, ctl->command->sql, p.n, p.text);
}

enum exit_code call_set(struct ctl *ctl, int argc, char **args)
{
	struct call_params p = collect(ctl, argc, args);
	json_t *settings = ctl_assignments(argc - p.args, args + p.args);
	char *text;
	enum exit_code status;

	if (!settings)
		return EXIT_USAGE;
	text = json_dumps(settings, JSON_COMPACT);
	p.text[p.n] = text;
	status = ctl_run(ctl, ctl->command->sql, p.n + 1, p.text);
	free(text);
	json_decref(settings);
	return status;
}

static bool any_refused(const PGresult *res)
{
	for (int row = 0; row < PQntuples(res); row++)
		if (strcmp(db_result_text(res, row, "outcome"), "refused") == 0)
			return true;
	return false;
}

/* Prints what became of each row of a file; fails where one was refused. */
static enum exit_code call_with(struct ctl *ctl, struct call_params *p, const char *text)
{
	PGresult *res;
	bool refused;

	p->text[p->n] = text;
	res = ctl_exec(ctl, ctl->command->sql, p->n + 1, p->text);
	if (!res)
		return ctl->status;
	table_print(res, NULL);
	refused = any_refused(res);
	PQclear(res);
	return refused ? EXIT_FAILED : EXIT_OK;
}

enum exit_code call_import(struct ctl *ctl, int argc, char **args)
{
	struct call_params p = collect(ctl, argc, args);
	char *text = geojson_read(args[argc - 1]);
	enum exit_code status = text ? call_with(ctl, &p, text) : EXIT_FAILED;

	free(text);
	return status;
}

enum exit_code call_table(struct ctl *ctl, int argc, char **args)
{
	struct call_params p = collect(ctl, argc, args);
	json_t *rows = rows_table(args[argc - 1]);
	enum exit_code status;
	char *text;

	if (!rows)
		return EXIT_FAILED;
	text = json_dumps(rows, JSON_COMPACT);
	json_decref(rows);
	status = call_with(ctl, &p, text);
	free(text);
	return status;
}
