/* Reads options anywhere between the other arguments, by one table. */
#include "lib/program/options.h"

#include "lib/base/i18n.h"
#include "lib/base/log.h"
#include "lib/base/text.h"
#include "lib/base/xmalloc.h"

#include <getopt.h>
#include <stdlib.h>

enum { FIRST_ID = 256 }; /* beyond every letter */

/* What getopt_long() wants. */
struct forms {
	struct option longs[OPTIONS_MAX + 1];
	char shorts[2 * OPTIONS_MAX + 2];
};

static struct forms make_forms(const struct option_row *table, size_t n)
{
	struct forms f = {.shorts = ":"};
	size_t len = 1;

	for (size_t i = 0; i < n; i++) {
		f.longs[i] = (struct option){table[i].name, table[i].takes_value, NULL,
		                             FIRST_ID + (int)i};
		if (table[i].letter)
			f.shorts[len++] = table[i].letter;
		if (table[i].letter && table[i].takes_value)
			f.shorts[len++] = ':';
	}
	return f;
}

static size_t find_id(const struct option_row *table, int c)
{
	size_t id = 0;

	if (c >= FIRST_ID)
		return (size_t)(c - FIRST_ID);
	while (table[id].letter != c)
		id++;
	return id;
}

static bool complain(int c, const char *word)
{
	char *shown = text_visible(word, strlen(word), TEXT_ONE_LINE);

	log_warnx(c == ':' ? _("option '%s' needs a value") : _("unknown option '%s'"), shown);
	free(shown);
	return false;
}

static bool take(const struct option_row *row, char **value, const char *given)
{
	char *all;

	if (*value && !row->many) {
		log_warnx(_("option '--%s' is given twice"), row->name);
		return false;
	}
	all = *value ? xasprintf("%s,%s", *value, given) : xstrdup(given);
	free(*value);
	*value = all;
	return true;
}

bool options_parse(const struct option_row *table, size_t n, char *value[], int argc, char **argv,
                   int *nwords, char ***words)
{
	struct forms forms = make_forms(table, n);
	int c;

	opterr = 0;
	while ((c = getopt_long(argc, argv, forms.shorts, forms.longs, NULL)) != -1) {
		size_t id;
		if (c == ':' || c == '?')
			return complain(c, argv[optind - 1]);
		id = find_id(table, c);
		if (!take(&table[id], &value[id], optarg ? optarg : ""))
			return false;
	}
	*nwords = argc - optind;
	*words = argv + optind;
	return true;
}

bool options_check(const struct option_row *table, size_t n, char *const value[],
                   const char *command, uint64_t required, uint64_t optional)
{
	for (unsigned id = 0; id < n; id++) {
		uint64_t bit = OPTION_BIT(id);
		if (value[id] && !((required | optional) & bit)) {
			log_warnx(_("'%s' takes no option '--%s'"), command, table[id].name);
			return false;
		}
		if (!value[id] && (required & bit)) {
			log_warnx(_("'%s' needs the option '--%s'"), command, table[id].name);
			return false;
		}
	}
	return true;
}

void options_release(char *value[], size_t n)
{
	for (size_t i = 0; i < n; i++)
		free(value[i]);
}
