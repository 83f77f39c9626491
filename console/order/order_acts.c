/* The table of the acts on defects and orders. */
#include "console/order/order_acts.h"

#include <string.h>

static const struct order_act acts[] = {
#define ORDER(id, name, help, ...) {.verb = VERB_##id, __VA_ARGS__},
#include "console/terminal/order_acts.def"
};
enum { ACTS = sizeof(acts) / sizeof(*acts) };

const struct order_act *order_act_find(enum verb verb)
{
	for (size_t i = 0; i < ACTS; i++)
		if (acts[i].verb == verb)
			return &acts[i];
	return NULL;
}

const struct order_act *order_act_at(size_t i)
{
	return i < ACTS ? &acts[i] : NULL;
}

const struct order_act *order_act_of_command(const char *command)
{
	for (size_t i = 0; i < ACTS; i++)
		if (acts[i].command && strcmp(acts[i].command, command) == 0)
			return &acts[i];
	return NULL;
}

enum thing_kind order_act_on(const struct order_act *act)
{
	static const struct {
		const char *verb; /* how it begins */
		enum thing_kind kind;
	} kinds[] = {
	        {"defect_", THING_DEFECT},    {"order_draft", THING_DEFECT},
	        {"round_", THING_ROUND},      {"campaign_", THING_CAMPAIGN},
	        {"finding_", THING_CAMPAIGN}, {"", THING_ORDER},
	};
	size_t i = 0;

	while (strncmp(act->verb_name, kinds[i].verb, strlen(kinds[i].verb)) != 0)
		i++;
	return kinds[i].kind;
}
