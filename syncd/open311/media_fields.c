/* Gathers the addresses of photos under their several names. */
#include "syncd/open311/media_fields.h"

#include <stdbool.h>
#include <string.h>

/* A list may have [] behind its name. */
static const char *const names[] = {"media_url", "media_urls", "photos"};

static bool is_media(const char *name)
{
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		size_t len = strlen(names[i]);

		if (strncmp(name, names[i], len) == 0 &&
		    (!name[len] || strcmp(name + len, "[]") == 0))
			return true;
	}
	return false;
}

json_t *media_fields_read(const struct params *params)
{
	json_t *urls = json_array();

	for (size_t i = 0; i < params->n; i++) {
		const struct param *param = &params->list[i];

		if (*param->value && is_media(param->name))
			json_array_append_new(urls, json_string(param->value));
	}
	return urls;
}

void media_fields_write(const json_t *urls, json_t *item)
{
	json_t *first = json_array_get(urls, 0);

	json_object_set(item, "media_url", first ? first : json_null());
	if (json_array_size(urls) > 1)
		json_object_set(item, "media_urls", (json_t *)urls);
}
