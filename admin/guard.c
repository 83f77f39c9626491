/* vartactl guard: what is looked for in a text before it becomes public. */
#include "admin/command/vartactl.h"
#include "lib/base/i18n.h"
#include "lib/base/log.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TEXTS = 10000 }; /* lines of a file at most: each is a text */

static FILE *open_texts(const char *path)
{
	FILE *file = strcmp(path, "-") == 0 ? stdin : fopen(path, "r");

	if (!file)
		log_warn("%s", path);
	return file;
}

/* The lines of a file as a JSON array; NULL where it has complained. */
static json_t *read_texts(FILE *file, const char *path)
{
	json_t *texts = json_array();
	char *line = NULL;
	size_t size = 0;
	ssize_t length;

	while (texts && (length = getline(&line, &size, file)) >= 0) {
		size_t number = json_array_size(texts) + 1;
		json_t *text = strlen(line) == (size_t)length ? json_string(line) : NULL;

		if (text && number <= TEXTS) {
			json_array_append_new(texts, text);
			continue;
		}
		if (text)
			log_warnx(_("%s: more than %d lines: each is one text"), path, TEXTS);
		else
			log_warnx(_("%s: line %zu: not valid UTF-8"), path, number);
		json_decref(text);
		json_decref(texts);
		texts = NULL;
	}
	free(line);
	if (texts && ferror(file)) {
		log_warn("%s", path);
		json_decref(texts);
		texts = NULL;
	}
	return texts;
}

static enum exit_code guard_test(struct ctl *ctl, int argc, char **args)
{
	FILE *file = open_texts(args[1]);
	json_t *texts = file ? read_texts(file, args[1]) : NULL;
	char *text = texts ? json_dumps(texts, JSON_COMPACT) : NULL;
	enum exit_code status = EXIT_USAGE;

	if (text)
		status = ctl_list(ctl, ctl->command->sql, 2, (const char *const[]){args[0], text});
	free(text);
	json_decref(texts);
	if (file && file != stdin)
		fclose(file);
	return status;
}

const struct subcommand guard_commands[] = {
        {.words = "guard add",
         .usage = "CITY CODE kind=KIND pattern=PATTERN [KEY=VALUE ...]",
         .help = N_("add a rule of the guard, which reads texts before they become public"),
         .min_args = 4,
         .max_args = 64,
         .run = call_set,
         .sql = "select api.guard_rule_set($1, $2, $3::jsonb)",
         .params_n = 2,
         .params = {CALL_ARG(0), CALL_ARG(1)}},
        {.words = "guard set",
         .usage = "CITY CODE KEY=VALUE ...",
         .help = N_("change a rule of the guard, or switch it off with active=false"),
         .min_args = 3,
         .max_args = 64,
         .run = call_set,
         .sql = "select api.guard_rule_set($1, $2, $3::jsonb)",
         .params_n = 2,
         .params = {CALL_ARG(0), CALL_ARG(1)}},
        {.words = "guard list",
         .usage = "CITY [--json]",
         .help = N_("list the rules of the guard of a city"),
         .min_args = 1,
         .max_args = 1,
         .optional = OPTION_BIT(OPT_JSON),
         .run = call_list,
         .sql = "select * from api.guard_rules($1)",
         .params_n = 1,
         .params = {CALL_ARG(0)}},
        {.words = "guard test",
         .usage = "CITY FILE [--json]",
         .help = N_("say what the guard finds in the lines of a file, each a text"),
         .min_args = 2,
         .max_args = 2,
         .optional = OPTION_BIT(OPT_JSON),
         .run = guard_test,
         .sql = "select line, kind, rule, start, length, found from "
                "api.guard_test($1, $2::jsonb)"},
        {0},
};
