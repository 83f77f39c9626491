/* The options of vartactl: one table for all subcommands, so that they may stand anywhere. */
#include <getopt.h>

#include "admin/vartactl.h"
#include "lib/i18n.h"
#include "lib/log.h"
#include "lib/xmalloc.h"

static const struct option long_options[] = {
        {"city", required_argument, NULL, OPT_CITY},
        {"json", no_argument, NULL, OPT_JSON},
        {"jurisdiction", required_argument, NULL, OPT_JURISDICTION},
        {"key-stdin", no_argument, NULL, OPT_KEY_STDIN},
        {"name", required_argument, NULL, OPT_NAME},
        {"name-en", required_argument, NULL, OPT_NAME_EN},
        {"police", no_argument, NULL, OPT_POLICE},
        {"role", required_argument, NULL, OPT_ROLE},
        {"transport", required_argument, NULL, OPT_TRANSPORT},
        {"tz", required_argument, NULL, OPT_TZ},
        {"zone", required_argument, NULL, OPT_ZONE},
        {"config", required_argument, NULL, 'c'},
        {"help", no_argument, NULL, 'h'},
        {"version", no_argument, NULL, 'V'},
        {NULL, 0, NULL, 0},
};
_Static_assert((int)OPT_COUNT < 'V', "option ids must not meet the short options");

static const char *option_name(unsigned id)
{
	for (const struct option *o = long_options; o->name; o++)
		if (o->val == (int)id)
			return o->name;
	return "";
}

static void add_cities(struct options *o, const char *list)
{
	while (*list) {
		size_t len = strcspn(list, ",");
		if (len > 0) {
			o->cities = xreallocarray(o->cities, o->ncities + 2, sizeof(*o->cities));
			o->cities[o->ncities++] = xstrndup(list, len);
			o->cities[o->ncities] = NULL;
		}
		list += len + (list[len] == ',');
	}
}

static bool take(struct options *o, int c, const char *value)
{
	switch (c) {
	case 'c':
		o->config = value;
		return true;
	case 'h':
		return o->help = true;
	case 'V':
		return o->version = true;
	case ':':
		log_warnx(_("option '%s' needs a value"), value);
		return false;
	case '?':
		log_warnx(_("unknown option '%s'"), value);
		return false;
	}
	if (o->value[c] && c != OPT_CITY) {
		log_warnx(_("option '--%s' is given twice"), option_name((unsigned)c));
		return false;
	}
	o->value[c] = value;
	if (c == OPT_CITY)
		add_cities(o, value);
	return true;
}

bool options_parse(struct options *o, int argc, char **argv, int *nwords, char ***words)
{
	int c;

	opterr = 0;
	while ((c = getopt_long(argc, argv, ":c:hV", long_options, NULL)) != -1) {
		bool complaint = c == ':' || c == '?';
		const char *value = complaint ? argv[optind - 1] : optarg ? optarg : "";
		if (!take(o, c, value))
			return false;
	}
	*nwords = argc - optind;
	*words = argv + optind;
	return true;
}

bool options_check(const struct options *o, const struct command *command)
{
	for (unsigned id = 0; id < OPT_COUNT; id++) {
		unsigned bit = OPTION_BIT(id);
		if (o->value[id] && !((command->required | command->optional) & bit)) {
			log_warnx(_("'%s' takes no option '--%s'"), command->words,
			          option_name(id));
			return false;
		}
		if (!o->value[id] && (command->required & bit)) {
			log_warnx(_("'%s' needs the option '--%s'"), command->words,
			          option_name(id));
			return false;
		}
	}
	return true;
}

void options_release(struct options *o)
{
	for (size_t i = 0; i < o->ncities; i++)
		free((char *)o->cities[i]);
	free(o->cities);
}
