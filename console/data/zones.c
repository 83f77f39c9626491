/* The list of codes and zones. */
#include "console/data/zones.h"

#include "lib/base/when_zone.h"

#include <jansson.h>
#include <stddef.h>
#include <string.h>

static json_t *cities;

void zones_take(const char *text)
{
	json_t *read = json_loads(text, 0, NULL);

	if (!read)
		return;
	json_decref(cities);
	cities = read;
	when_use_zone(zones_first());
}

const char *zones_find(const char *code)
{
	size_t i;
	json_t *city;

	json_array_foreach(cities, i, city) {
		const char *name = json_string_value(json_object_get(city, "code"));
		if (name && strcmp(name, code) == 0)
			return json_string_value(json_object_get(city, "zone"));
	}
	return NULL;
}

const char *zones_first(void)
{
	return json_string_value(json_object_get(json_array_get(cities, 0), "zone"));
}

void zones_release(void)
{
	json_decref(cities);
	cities = NULL;
}
