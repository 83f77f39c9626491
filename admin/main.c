/* vartactl: the administrator's commands. Options, configuration, connection, one subcommand. */
#include "admin/command/vartactl.h"
#include "lib/base/i18n.h"
#include "lib/base/log.h"
#include "lib/base/text.h"
#include "lib/program/coredump.h"

static const struct subcommand *const families[] = {
        schema_commands,      city_commands,     district_commands,  street_commands,
        unit_commands,        rule_commands,     beat_commands,      absence_commands,
        hours_commands,       calendar_commands, operator_commands,  source_commands,
        sync_commands,        publish_commands,  retention_commands, audit_commands,
        institution_commands, guard_commands,
};
enum { FAMILIES = sizeof(families) / sizeof(families[0]) };

/* How many of the words of a command stand at the start of args: all of them, or -1. */
static int match(const struct subcommand *command, int argc, char **args)
{
	const char *rest = command->words;
	int n = 0;

	while (*rest) {
		size_t len = strcspn(rest, " ");
		if (n == argc || strlen(args[n]) != len || strncmp(args[n], rest, len) != 0)
			return -1;
		n++;
		rest += len + strspn(rest + len, " ");
	}
	return n;
}

static const struct subcommand *find(int *argc, char ***args)
{
	for (size_t f = 0; f < FAMILIES; f++)
		for (const struct subcommand *c = families[f]; c->words; c++) {
			int n = match(c, *argc, *args);
			if (n > 0) {
				*argc -= n;
				*args += n;
				return c;
			}
		}
	return NULL;
}

/* The commands of one family, or of all where word is NULL or names none. */
static void help(const char *word)
{
	size_t len = word ? strlen(word) : 0;
	bool known = false;

	for (size_t f = 0; f < FAMILIES; f++)
		known |= len > 0 && strncmp(families[f]->words, word, len) == 0 &&
		         families[f]->words[len] == ' ';
	printf("%s\n\n", _("usage: vartactl [-c FILE] [-h] [-V] COMMAND ..."));
	for (size_t f = 0; f < FAMILIES; f++) {
		if (known && strncmp(families[f]->words, word, len) != 0)
			continue;
		for (const struct subcommand *c = families[f]; c->words; c++)
			printf("vartactl %s%s%s\n        %s\n", c->words, *c->usage ? " " : "",
			       c->usage, _(c->help));
	}
	printf("\n%s\n", _("vartactl(8) explains them with examples."));
}

static enum exit_code usage(const struct subcommand *command)
{
	log_warnx(_("usage: vartactl %s %s"), command->words, command->usage);
	return EXIT_USAGE;
}

static enum exit_code unknown(int nwords, char **words)
{
	char *first, *second;

	if (nwords == 0) {
		log_warnx("%s", _("no command given; 'vartactl -h' lists them"));
		return EXIT_USAGE;
	}
	first = text_visible(words[0], strlen(words[0]), TEXT_ONE_LINE);
	second = nwords > 1 ? text_visible(words[1], strlen(words[1]), TEXT_ONE_LINE) : NULL;
	log_warnx(_("unknown command '%s%s%s'; 'vartactl -h' lists them"), first, second ? " " : "",
	          second ? second : "");
	free(first);
	free(second);
	return EXIT_USAGE;
}

static bool configure(struct ctl *ctl)
{
	char *complaint = settings_load(&ctl->settings, ctl->value[OPT_CONFIG]);

	if (complaint) {
		log_warnx("%s", complaint);
		free(complaint);
		return false;
	}
	if (ctl->settings.language)
		i18n_init(ctl->settings.language);
	return true;
}

static enum exit_code run(struct ctl *ctl, int argc, char **argv)
{
	int nwords;
	char **words;
	const struct subcommand *command;
	enum exit_code status;

	if (!options_parse(option_table, OPT_COUNT, ctl->value, argc, argv, &nwords, &words))
		return EXIT_USAGE;
	if (ctl->value[OPT_VERSION]) {
		puts("vartactl " VARTA_VERSION);
		return EXIT_OK;
	}
	if (ctl->value[OPT_HELP]) {
		help(nwords > 0 ? words[0] : NULL);
		return EXIT_OK;
	}
	command = find(&nwords, &words);
	if (!command)
		return unknown(nwords, words);
	if (nwords < command->min_args || nwords > command->max_args ||
	    !options_check(option_table, OPT_COUNT, ctl->value, command->words, command->required,
	                   command->optional | OPTION_BIT(OPT_CONFIG)))
		return usage(command);
	if (!configure(ctl))
		return EXIT_FAILED;
	status = command->offline ? EXIT_OK : ctl_connect(ctl);
	ctl->command = command;
	return status == EXIT_OK ? command->run(ctl, nwords, words) : status;
}

int main(int argc, char **argv)
{
	struct ctl ctl = {0};
	enum exit_code status;

	coredump_forbid();
	log_init("vartactl", false);
	i18n_init(NULL);
	status = run(&ctl, argc, argv);
	PQfinish(ctl.conn);
	options_release(ctl.value, OPT_COUNT);
	settings_release(&ctl.settings);
	if (fflush(stdout) != 0) {
		log_warn("%s", _("cannot write the output"));
		status = EXIT_FAILED;
	}
	return (int)status;
}
