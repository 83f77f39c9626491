#include "console/filter/scope.h"

#include "console/app.h"
#include "console/filter/filter.h"

#include <jansson.h>

char *scope_text(const struct app *app, bool status)
{
	static const char *const keys[] = {"id", "text", "sort", "snoozed"};
	json_t *json = json_loads(app->queue.json, 0, NULL);
	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++)
		json_object_del(json, keys[i]);
	if (!status)
		json_object_del(json, "status");
	char *text = filter_text(json);
	json_decref(json);
	return text;
}
