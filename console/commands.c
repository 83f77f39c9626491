/* Finds a command by its name, checks its options and arguments, connects and runs it; prints the
 * help of all of them. */
#include "console/commands.h"

#include "console/cli/keys.h"
#include "console/cli/output.h"
#include "console/order_cli/order_commands.h"
#include "lib/base/i18n.h"
#include "lib/base/log.h"
#include "lib/db/db_call.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Tables, and those that are made of the tables of acts. */
static const struct {
	const struct command *table;
	const struct command *(*make)(void);
} families[] = {
        {list_commands, NULL},         {show_commands, NULL},         {NULL, act_commands},
        {claim_commands, NULL},        {catalogue_commands, NULL},    {newsletter_commands, NULL},
        {duty_commands, NULL},         {order_commands, NULL},        {NULL, order_act_commands},
        {order_paper_commands, NULL},  {order_bundle_commands, NULL}, {defect_commands, NULL},
        {defect_photo_commands, NULL}, {order_file_commands, NULL},   {round_commands, NULL},
        {campaign_commands, NULL},     {answer_file_commands, NULL},  {own_commands, NULL},
};
enum { FAMILIES = sizeof(families) / sizeof(families[0]) };

static const struct command *family(size_t i)
{
	return families[i].table ? families[i].table : families[i].make();
}

static const char *const option_help[OPT_COUNT] = {
        [OPT_CONFIG] = N_("read this configuration instead of varta.yaml"),
        [OPT_FILTER] = N_("only what passes this filter, such as 'status:new city:kyiv'"),
        [OPT_LANGUAGE] = N_("uk or en"),
        [OPT_HELP] = N_("print help, behind a command that of the command"),
        [OPT_VERSION] = N_("print the version"),
        [OPT_JSON] = N_("print lines of JSON"),
        [OPT_LIMIT] = N_("so many at most"),
        [OPT_DRY_RUN] = N_("change nothing, say what would be done"),
        [OPT_VERSION_SEEN] = N_("refuse if the request is not this version any more"),
        [OPT_REASON] = N_("the code of the reason; 'varta reasons' lists them"),
        [OPT_UNIT] = N_("the code of the unit; 'varta units' lists them"),
        [OPT_NOTE] = N_("a note beside it"),
        [OPT_TO] = N_("the login of the operator"),
        [OPT_FILE] = N_("read the text from this file instead of standard input"),
        [OPT_UNTIL] = N_("a moment to come: tomorrow, 2d, fri, 24.11, 14:00"),
        [OPT_DAYS] = N_("how many days more"),
        [OPT_REFERRAL] = N_("the number of the referral; without it the newest open one"),
        [OPT_BY] = N_("institution, district, object or month"),
        [OPT_DANGEROUS] = N_("it is dangerous now: the shorter time holds"),
        [OPT_GROUND] = N_("the code of the ground, which is the template of orders"),
        [OPT_INSTITUTION] = N_("the code of the institution; 'varta institutions' lists them"),
        [OPT_MEASURED] = N_("what was measured, such as 'depth=12 length=2.5'"),
        [OPT_PAPER] = N_("the number under which it was registered, or how it was handed over"),
        [OPT_REQUEST] = N_("the request that it comes from"),
        [OPT_SINCE] = N_("the first day"),
        [OPT_CSV] = N_("print a table for other programs (CSV)"),
        [OPT_DAY] = N_("of this day, such as today, tomorrow, 24.11"),
        [OPT_DISTRICT] = N_("only of the district with this code"),
        [OPT_START] = N_("where the way begins: latitude,longitude"),
        [OPT_ALL] = N_("those that are closed, too"),
        [OPT_ISSUE] = N_("issue the orders at once"),
        [OPT_INTO] = N_("the number of the request that the others are merged into"),
};

/* How many of the words are a command's name; 0: they are not. */
static int names(const char *name, int nwords, char **words)
{
	const char *blank = strchr(name, ' ');
	size_t len = blank ? (size_t)(blank - name) : strlen(name);

	if (strlen(words[0]) != len || strncmp(words[0], name, len) != 0)
		return 0;
	if (!blank)
		return 1;
	return nwords > 1 && strcmp(words[1], blank + 1) == 0 ? 2 : 0;
}

const struct command *command_find(int nwords, char **words, int *taken)
{
	for (size_t f = 0; nwords > 0 && f < FAMILIES; f++)
		for (const struct command *c = family(f); c->name; c++) {
			*taken = names(c->name, nwords, words);
			if (*taken)
				return c;
		}
	return NULL;
}

static void print_options(uint64_t options)
{
	for (int id = 0; id < OPT_COUNT; id++) {
		const struct option_row *o = &option_table[id];
		char letter[4] = {'-', o->letter, ',', '\0'};
		if (options & OPTION_BIT(id))
			printf("  %3s --%-13s %s %s\n", o->letter ? letter : "", o->name,
			       o->takes_value ? "X" : " ", _(option_help[id]));
	}
}

void command_help(const struct command *command)
{
	if (command) {
		printf("varta %s%s%s\n  %s\n", command->name, *command->usage ? " " : "",
		       command->usage, _(command->help));
		print_options(command->required | command->optional | OPTIONS_COMMON);
		return;
	}
	print_options(OPTIONS_COMMON | OPTION_BIT(OPT_FILTER) | OPTION_BIT(OPT_VERSION));
	printf("\n%s\n", _("Without a command the console opens. The commands:"));
	for (size_t f = 0; f < FAMILIES; f++)
		for (const struct command *c = family(f); c->name; c++)
			printf("  varta %-15s %s\n", c->name, _(c->help));
}

/* What completes words in a shell reads this: name, options, help, with tabs between them. */
static enum exit_code print_commands(struct cli *cli, int argc, char **args)
{
	for (size_t f = 0; f < FAMILIES; f++)
		for (const struct command *c = family(f); c->name; c++) {
			uint64_t options = c->required | c->optional | OPTIONS_COMMON;
			printf("%s\t", c->name);
			for (int id = 0; id < OPT_COUNT; id++)
				if (options & OPTION_BIT(id))
					printf("--%s ", option_table[id].name);
			printf("\t%s\n", _(c->help));
		}
	return EXIT_OK;
}

/* Opens the connection. Who is locked out is told so, instead of finding nothing. */
static enum exit_code open_session(struct cli *cli)
{
	enum exit_code status = EXIT_OK;

	cli->conn = db_call_open(cli->settings, "varta", DB_CALL_BRISK);
	if (!cli->conn)
		return EXIT_OFFLINE;
	PQclear(db_call(cli->conn, "select api.login_check()", 0, NULL, &status));
	return status;
}

static enum exit_code connect_and_run(struct cli *cli, int argc, char **args)
{
	enum exit_code status = cli->command->offline ? EXIT_OK : open_session(cli);

	if (status == EXIT_OK)
		status = cli->command->run(cli, argc, args);
	PQfinish(cli->conn);
	output_unread();
	return status;
}

enum exit_code command_run(const struct command *command, struct settings *settings,
                           char *const value[], int argc, char **args)
{
	struct cli cli = {.settings = settings, .value = value, .command = command};
	uint64_t optional = command->optional | OPTIONS_COMMON;

	if (value[OPT_HELP]) {
		command_help(command);
		return EXIT_OK;
	}
	if (!options_check(option_table, OPT_COUNT, value, command->name, command->required,
	                   optional))
		return EXIT_USAGE;
	if (argc < command->min_args || argc > command->max_args) {
		log_warnx(_("usage: varta %s %s"), command->name, command->usage);
		return EXIT_USAGE;
	}
	return connect_and_run(&cli, argc, args);
}

static enum exit_code keys(struct cli *cli, int argc, char **args)
{
	return (enum exit_code)keys_command(cli->settings, argc, args);
}

const struct command own_commands[] = {
        {.name = "keys",
         .usage = "list | check [FILE]",
         .help = N_("the keys in force, or what is wrong with a key map"),
         .max_args = INT32_MAX,
         .offline = true,
         .run = keys},
        {.name = "commands",
         .usage = "",
         .help = N_("the commands and their options, for completion in a shell"),
         .offline = true,
         .run = print_commands},
        {0},
};
