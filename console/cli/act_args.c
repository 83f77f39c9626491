/* Reads what an act takes: codes and texts as they are, dates and numbers in the words of people.
 */
#include "console/cli/act_args.h"

#include "console/filter/ids.h"
#include "console/reply/text_input.h"
#include "lib/base/i18n.h"
#include "lib/base/log.h"
#include "lib/base/when.h"

#include <time.h>

const int act_options[INPUT_COUNT] = {
        [INPUT_NONE] = NO_OPTION,        [INPUT_REASON] = OPT_REASON, [INPUT_UNIT] = OPT_UNIT,
        [INPUT_OPERATOR] = OPT_TO,       [INPUT_NOTE] = OPT_NOTE,     [INPUT_TEXT] = OPT_FILE,
        [INPUT_DATE] = OPT_UNTIL,        [INPUT_DAYS] = OPT_DAYS,     [INPUT_REQUEST] = OPT_INTO,
        [INPUT_REFERRAL] = OPT_REFERRAL,
};

/* Puts the moment that was meant in the place of the words for it. */
static bool read_date(struct act_values *v, const char **value)
{
	int64_t at;

	if (!when_parse_typed(*value, time(NULL), &at)) {
		log_warnx("'%s': %s", *value,
		          _("this is no moment; such as tomorrow, 2d, fri, 24.11, 14:00"));
		return false;
	}
	when_w3c(at, v->date);
	*value = v->date;
	return true;
}

static enum exit_code read_text(struct act_values *v, const char **value, int argc, char **args)
{
	if (!*value && ids_on_stdin(argc, args)) {
		log_warnx("%s", _("standard input holds the numbers: give the text with '--file'"));
		return EXIT_USAGE;
	}
	if (!text_input(*value, &v->text))
		return EXIT_FAILED;
	*value = v->text.data ? v->text.data : "";
	return EXIT_OK;
}

static enum exit_code read_value(struct act_values *v, enum input input, const char **value,
                                 int argc, char **args)
{
	bool good = true;

	if (input == INPUT_TEXT)
		return read_text(v, value, argc, args);
	if (*value && input == INPUT_DATE)
		good = read_date(v, value);
	else if (*value && (input == INPUT_REQUEST || input == INPUT_REFERRAL))
		good = ids_check(*value);
	return good ? EXIT_OK : EXIT_USAGE;
}

enum exit_code act_values_read(struct act_values *v, const struct action_spec *spec,
                               const struct cli *cli, int argc, char **args)
{
	enum exit_code status = EXIT_OK;

	for (size_t i = 0; status == EXIT_OK && i < act_args_n(spec, false); i++) {
		enum input input = spec->args[i].input;
		const char **value = &v->params[2 + i];
		if (act_options[input] != NO_OPTION)
			*value = cli->value[act_options[input]];
		status = read_value(v, input, value, argc, args);
	}
	return status;
}
