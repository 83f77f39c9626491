/* Walks through the JSON to the objects with an update_id. */
#include "syncd/push/shown_update.h"

#include "syncd/push/text_match.h"

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

struct sought_update {
	const char *id, *own_id, *text;
};

static bool is_number(const json_t *value, const char *number)
{
	char digits[24];

	if (json_is_string(value))
		return strcmp(json_string_value(value), number) == 0;
	if (!json_is_integer(value))
		return false;
	snprintf(digits, sizeof(digits), "%" JSON_INTEGER_FORMAT, json_integer_value(value));
	return strcmp(digits, number) == 0;
}

static enum shown_update look_at(const json_t *one, const struct sought_update *wanted)
{
	const json_t *id = json_object_get(one, "update_id");

	if (!is_number(id, wanted->id) && !is_number(id, wanted->own_id))
		return SHOWN_UPDATE_NOT;
	return text_match_in(one, wanted->text) ? SHOWN_UPDATE_SAME : SHOWN_UPDATE_OTHER;
}

/* The same text anywhere counts more than another one. */
static enum shown_update find(const json_t *tree, const struct sought_update *wanted)
{
	enum shown_update found = look_at(tree, wanted);
	const char *key;
	json_t *child;
	size_t i;

	json_object_foreach((json_t *)tree, key, child) {
		enum shown_update below = find(child, wanted);

		found = below == SHOWN_UPDATE_SAME || found == SHOWN_UPDATE_NOT ? below : found;
	}
	json_array_foreach(tree, i, child) {
		enum shown_update below = find(child, wanted);

		found = below == SHOWN_UPDATE_SAME || found == SHOWN_UPDATE_NOT ? below : found;
	}
	return found;
}

enum shown_update shown_update_find(const char *body, size_t len, const char *id,
                                    const char *own_id, const char *text)
{
	const struct sought_update wanted = {id, own_id, text};
	json_t *tree = json_loadb(body, len, 0, NULL);
	enum shown_update found = tree ? find(tree, &wanted) : SHOWN_UPDATE_NOT;

	json_decref(tree);
	return found;
}
