/* Parts of a filter: what screens beside the queue show of it, and the statuses that a verb shows.
 */
#include "console/filter/scope.h"

#include "console/filter/filter.h"

#include <jansson.h>

static const struct {
	enum verb verb;
	const char *status;
} shown[] = {
        {VERB_SHOW_OPEN, "new,pending"},  {VERB_SHOW_NEW, "new"},
        {VERB_SHOW_PENDING, "pending"},   {VERB_SHOW_ANSWERED, "answered"},
        {VERB_SHOW_REJECTED, "rejected"}, {VERB_SHOW_ALL, "all"},
};

char *scope_text(const char *filter, bool status)
{
	static const char *const keys[] = {"id", "text", "sort", "snoozed"};
	json_t *json = json_loads(filter, 0, NULL);
	char *scope;

	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++)
		json_object_del(json, keys[i]);
	if (!status)
		json_object_del(json, "status");
	scope = filter_text(&filter_requests, json);
	json_decref(json);
	return scope;
}

const char *scope_status(enum verb verb)
{
	size_t i = 0;

	while (shown[i].verb != verb)
		i++;
	return shown[i].status;
}
