/* Drops from a filter what means nothing to a map or a table of figures. */
#include "console/filter/scope.h"

#include "console/filter/filter.h"

#include <jansson.h>

char *scope_text(const char *filter, bool status)
{
	static const char *const keys[] = {"id", "text", "sort", "snoozed"};
	json_t *json = json_loads(filter, 0, NULL);
	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++)
		json_object_del(json, keys[i]);
	if (!status)
		json_object_del(json, "status");
	char *scope = filter_text(json);
	json_decref(json);
	return scope;
}
