/* The table of verbs with their names and help, made from verbs.h, acts.def and order_acts.def. */
#include "console/terminal/verbs.h"

#include <string.h>

static const struct {
	const char *name;
	const char *help;
} verbs[VERB_COUNT] = {[VERB_NONE] = {"", ""},
#define X(id, name, help) [VERB_##id] = {name, help},
                       VERBS(X)
#undef X
#define ACT(id, name, help, ...) [VERB_##id] = {name, help},
#include "console/terminal/acts.def"
#define ORDER(id, name, help, ...) [VERB_##id] = {name, help},
#include "console/terminal/order_acts.def"
};

const char *verb_name(enum verb verb)
{
	return verbs[verb].name;
}

const char *verb_help(enum verb verb)
{
	return _(verbs[verb].help);
}

enum verb verb_find(const char *name)
{
	for (enum verb v = VERB_NONE + 1; v < VERB_COUNT; v++)
		if (strcmp(verbs[v].name, name) == 0)
			return v;
	return VERB_NONE;
}
