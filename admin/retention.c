/* vartactl retention and erase: how long personal data stay, and taking them out before. */
#include "admin/command/vartactl.h"
#include "lib/base/i18n.h"

#include <stdlib.h>

enum { LINE_MAX_BYTES = 320 };

static enum exit_code erase(struct ctl *ctl, const char *const params[])
{
	return ctl_list(
	        ctl,
	        "select request_id as request, reporters, submission, events"
	        " from api.erase_reporter($1, $2, $3, $4::bigint, coalesce($5, 'false')::boolean)",
	        5, params);
}

static const char *texts(const struct ctl *ctl)
{
	return ctl->value[OPT_TEXTS] ? "true" : NULL;
}

static enum exit_code erase_request(struct ctl *ctl, int argc, char **args)
{
	return erase(ctl, (const char *const[]){args[0], NULL, NULL, args[1], texts(ctl)});
}

/* An address or a telephone comes on standard input: arguments can be read by everyone. */
static enum exit_code erase_person(struct ctl *ctl, int argc, char **args)
{
	char *line = secret_from_stdin(LINE_MAX_BYTES);
	bool email;
	enum exit_code status;

	if (!line)
		return EXIT_FAILED;
	email = strchr(line, '@') != NULL;
	status = erase(ctl, (const char *const[]){args[0], email ? line : NULL, email ? NULL : line,
	                                          NULL, texts(ctl)});
	secret_free(line);
	return status;
}

const struct subcommand retention_commands[] = {
        {.words = "retention list",
         .usage = "CITY [--json]",
         .help = N_("list after how many days personal data are erased"),
         .min_args = 1,
         .max_args = 1,
         .optional = OPTION_BIT(OPT_JSON),
         .run = call_list,
         .sql = "select * from api.retention($1)",
         .params_n = 1,
         .params = {CALL_ARG(0)}},
        {.words = "retention set",
         .usage = "CITY KIND [DAYS]",
         .help = N_("a city's own number of days, or the general one again"),
         .min_args = 2,
         .max_args = 3,
         .run = call_run,
         .sql = "select api.retention_set($1, $2, $3::integer)",
         .params_n = 3,
         .params = {CALL_ARG(0), CALL_ARG(1), CALL_ARG(2)}},
        {.words = "erase request",
         .usage = "CITY NUMBER [--texts]",
         .help = N_("erase who reported a request"),
         .min_args = 2,
         .max_args = 2,
         .optional = OPTION_BIT(OPT_TEXTS) | OPTION_BIT(OPT_JSON),
         .run = erase_request},
        {.words = "erase person",
         .usage = "CITY [--texts]",
         .help = N_("erase a person, whose address or telephone is read from standard input"),
         .min_args = 1,
         .max_args = 1,
         .optional = OPTION_BIT(OPT_TEXTS) | OPTION_BIT(OPT_JSON),
         .run = erase_person},
        {0},
};
