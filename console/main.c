#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "console/app.h"
#include "console/filter.h"
#include "console/keys_command.h"
#include "console/loop.h"
#include "console/signals.h"
#include "console/state.h"
#include "lib/i18n.h"
#include "lib/log.h"
#include "lib/xmalloc.h"

enum { EXIT_USAGE = 2 };

struct options {
	const char *config, *filter, *language;
};

static void usage(FILE *to)
{
	fputs(_("usage: varta [-c FILE] [-f FILTER] [-l LANGUAGE]\n"
	        "       varta [-c FILE] keys list | keys check [FILE]\n"
	        "  -c FILE      read this configuration instead of varta.yaml\n"
	        "  -f FILTER    begin with this filter, as 'status:new city:kyiv'\n"
	        "  -l LANGUAGE  uk or en\n"
	        "  -V           print the version\n"
	        "  -h           print this\n"),
	      to);
}

static void usage_error(void)
{
	usage(stderr);
	exit(EXIT_USAGE);
}

static struct options read_options(int argc, char **argv)
{
	struct options o = {.filter = "status:new,pending"};
	int c;
	while ((c = getopt(argc, argv, "+c:f:l:Vh")) != -1) {
		if (c == 'c') {
			o.config = optarg;
		} else if (c == 'f') {
			o.filter = optarg;
		} else if (c == 'l') {
			o.language = optarg;
		} else if (c == 'V') {
			puts("varta " VARTA_VERSION);
			exit(EXIT_SUCCESS);
		} else if (c == 'h') {
			usage(stdout);
			exit(EXIT_SUCCESS);
		} else {
			usage_error();
		}
	}
	return o;
}

static void give_up(char *complaint, int status)
{
	fprintf(stderr, "varta: %s\n", complaint);
	free(complaint);
	exit(status);
}

/* The language of the options wins over the configuration's, which wins over the environment's. */
static void load_settings(struct settings *settings, const struct options *o)
{
	i18n_init(o->language);
	char *complaint = settings_load(settings, o->config);
	if (complaint)
		give_up(complaint, EXIT_FAILURE);
	const char *language = o->language ? o->language : settings->language;
	if (language && strcmp(language, "uk") != 0 && strcmp(language, "en") != 0)
		give_up(xasprintf(_("language '%s': uk and en are there"), language), EXIT_USAGE);
	if (o->language) {
		free(settings->language);
		settings->language = xstrdup(o->language);
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
	char *complaint = filter_compile(filter, layout, &json);
	if (complaint)
		give_up(complaint, EXIT_USAGE);
	free(json);
}

static int run(struct app *app, const char *filter)
{
	int signals = signals_open();
	log_on_fatal(last_words);
	term_enter(app->settings.escape_delay);
	open_log();
	queue_init(&app->queue, app);
	session_open(&app->session, app);
	free(queue_filter(&app->queue, filter));
	app_push(app, &screen_queue, &(struct ask){0});
	int status = loop_run(app, signals);
	app_release(app);
	term_leave();
	return status;
}

int main(int argc, char **argv)
{
	static struct app app;
	log_init("varta", getenv("VARTA_DEBUG") != NULL);
	struct options o = read_options(argc, argv);
	load_settings(&app.settings, &o);
	if (optind < argc && strcmp(argv[optind], "keys") == 0) {
		int status = keys_command(&app.settings, argc - optind - 1, argv + optind + 1);
		settings_release(&app.settings);
		return status;
	}
	if (optind < argc)
		usage_error();
	char *complaint = keys_load(&app.settings, &app.layout, &app.keymap);
	if (complaint)
		give_up(complaint, EXIT_FAILURE);
	check_filter(o.filter, &app.layout);
	return run(&app, o.filter);
}
