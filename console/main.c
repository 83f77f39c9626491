/* varta(1): its options and settings, then one command, or the console with its screens. */
#include "console/app.h"
#include "console/cli/keys.h"
#include "console/commands.h"
#include "console/data/state_folder.h"
#include "console/filter/filter.h"
#include "console/loop.h"
#include "console/terminal/signals.h"
#include "console/terminal/term.h"
#include "lib/base/i18n.h"
#include "lib/base/log.h"
#include "lib/base/text.h"
#include "lib/base/xmalloc.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

static void usage(FILE *to)
{
	fputs(_("usage: varta [-c FILE] [-f FILTER] [-l LANGUAGE]\n"
	        "       varta COMMAND [OPTION...] [ARGUMENT...]\n"),
	      to);
}

static void help(void)
{
	usage(stdout);
	command_help(NULL);
	printf("\n%s\n", _("'varta COMMAND -h' explains one; varta(1) has examples."));
}

static void usage_error(void)
{
	usage(stderr);
	exit(EXIT_USAGE);
}

static void give_up(char *complaint, int status)
{
	fprintf(stderr, "varta: %s\n", complaint);
	free(complaint);
	exit(status);
}

/* The language of the options wins over the configuration's, which wins over the environment's. */
static void load_settings(struct settings *settings, char *const value[])
{
	const char *wanted = value[OPT_LANGUAGE];
	char *complaint = settings_load(settings, value[OPT_CONFIG]);
	const char *language;

	if (complaint)
		give_up(complaint, EXIT_FAILURE);
	language = wanted ? wanted : settings->language;
	if (language && strcmp(language, "uk") != 0 && strcmp(language, "en") != 0)
		give_up(xasprintf(_("language '%s': uk and en are there"), language), EXIT_USAGE);
	if (wanted) {
		free(settings->language);
		settings->language = xstrdup(wanted);
	}
	if (i18n_init(language) != 0)
		give_up(xstrdup(_("the terminal's character set has to be UTF-8")), EXIT_FAILURE);
}

static void open_log(void)
{
	char *path = state_path("log");

	if (!path || log_open(path) != 0)
		log_warn("cannot write the log '%s'", path ? path : "varta/log");
	free(path);
}

/* What ends the program is said on the terminal, and not into a file. */
static void last_words(void)
{
	term_leave();
	log_open(NULL);
}

static void check_filter(const char *filter, const struct layout *layout)
{
	char *json;
	char *complaint = filter_compile(&filter_requests, filter, layout, &json);

	if (complaint)
		give_up(complaint, EXIT_USAGE);
	free(json);
}

static int run(struct app *app, const char *filter)
{
	int signals = signals_open();
	int status;

	log_on_fatal(last_words);
	term_enter(&(struct term_options){.escape_delay = app->settings.escape_delay,
	                                  .mouse = app->settings.mouse,
	                                  .theme = app->settings.theme,
	                                  .ascii = app->settings.ascii});
	open_log();
	app_open(app, filter);
	status = loop_run(app, signals);
	app_release(app);
	term_leave();
	return status;
}

static int run_console(struct app *app, const char *filter)
{
	char *complaint = keys_load(&app->settings, &app->layout, &app->keymap);

	if (complaint)
		give_up(complaint, EXIT_FAILURE);
	if (filter)
		check_filter(filter, &app->layout);
	return run(app, filter);
}

/* The command that was named, NULL for the console. */
static const struct command *find_command(int nwords, char **words, char *const value[], int *taken)
{
	const struct command *command = command_find(nwords, words, taken);

	if (value[OPT_VERSION]) {
		puts("varta " VARTA_VERSION);
		exit(EXIT_SUCCESS);
	}
	if (value[OPT_HELP] && !command) {
		help();
		exit(EXIT_SUCCESS);
	}
	if (nwords > 0 && !command) {
		char *word = text_visible(words[0], strlen(words[0]), TEXT_ONE_LINE);
		log_warnx(_("unknown command '%s'; 'varta -h' lists them"), word);
		free(word);
		usage_error();
	}
	if (!command && !options_check(option_table, OPT_COUNT, value, "varta", 0,
	                               OPTIONS_COMMON | OPTION_BIT(OPT_FILTER)))
		usage_error();
	return command;
}

int main(int argc, char **argv)
{
	static struct app app;
	static char *value[OPT_COUNT];
	int nwords, taken = 0, status;
	char **words;
	const struct command *command;

	log_init("varta", getenv("VARTA_DEBUG") != NULL);
	signal(SIGPIPE, SIG_IGN);
	i18n_init(NULL);
	if (!options_parse(option_table, OPT_COUNT, value, argc, argv, &nwords, &words))
		usage_error();
	if (value[OPT_LANGUAGE])
		i18n_init(value[OPT_LANGUAGE]);
	command = find_command(nwords, words, value, &taken);
	load_settings(&app.settings, value);
	if (command) {
		status = command_run(command, &app.settings, value, nwords - taken, words + taken);
		settings_release(&app.settings);
	} else {
		const char *filter = value[OPT_FILTER];
		status = run_console(&app, filter);
	}
	options_release(value, OPT_COUNT);
	return status;
}
