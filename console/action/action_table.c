/* The table of acts, and the statements that are made from it. */
#include "console/action/action_table.h"

#include "lib/base/buf.h"
#include "lib/base/xmalloc.h"

#include <string.h>

static const struct action_spec specs[] = {
#define ACT(id, name, help, ...) {.verb = VERB_##id, __VA_ARGS__},
#include "console/terminal/acts.def"
};

enum { SPECS = sizeof(specs) / sizeof(*specs) };

/* What was made once, and is kept: connections refer to it. Both are words of VERB_NAME with '_'
 * where no other is given. */
static struct made {
	char *function;
	struct db_stmt statements[2]; /* without a text, and with one */
} made[SPECS];

const struct action_spec *act_spec(enum verb verb)
{
	for (size_t i = 0; i < SPECS; i++)
		if (specs[i].verb == verb)
			return &specs[i];
	return NULL;
}

enum verb act_at(size_t i)
{
	return i < SPECS ? specs[i].verb : VERB_NONE;
}

bool act_is(enum verb verb)
{
	return act_spec(verb) != NULL;
}

const struct action_spec *act_of_command(const char *command)
{
	for (size_t i = 0; i < SPECS; i++)
		if (specs[i].summary && strcmp(act_command(&specs[i]), command) == 0)
			return &specs[i];
	return NULL;
}

enum verb act_of_function(const char *function)
{
	for (size_t i = 0; i < SPECS; i++)
		if (strcmp(act_function(&specs[i]), function) == 0)
			return specs[i].verb;
	return VERB_NONE;
}

const char *act_command(const struct action_spec *spec)
{
	return spec->command ? spec->command : verb_name(spec->verb);
}

const char *act_function(const struct action_spec *spec)
{
	char **function = &made[spec - specs].function;

	if (!*function) {
		*function = xstrdup(spec->function ? spec->function : verb_name(spec->verb));
		for (char *c = *function; *c; c++)
			if (*c == '-')
				*c = '_';
	}
	return *function;
}

size_t act_args_n(const struct action_spec *spec, bool with_text)
{
	size_t n = 0;

	if (spec->with_text && !with_text)
		return 0;
	while (n < ACT_ARGS && spec->args[n].name)
		n++;
	return n;
}

const struct db_stmt *act_statement(const struct action_spec *spec, bool with_text)
{
	bool other = with_text && spec->with_text;
	struct db_stmt *stmt = &made[spec - specs].statements[other];
	const char *function = other ? spec->with_text : act_function(spec);
	size_t n = act_args_n(spec, with_text);
	struct buf sql = {0};

	if (stmt->sql)
		return stmt;
	buf_addf(&sql, "select * from api.%s($1, $2", function);
	for (size_t i = 0; i < n; i++)
		buf_addf(&sql, ", p_%s => $%zu", spec->args[i].name, 3 + i);
	n += 2;
	if (spec->keyed)
		buf_addf(&sql, ", p_key => $%zu", ++n);
	buf_adds(&sql, ")");
	*stmt = (struct db_stmt){xasprintf("act %s", function), buf_steal(&sql), (int)n};
	return stmt;
}
