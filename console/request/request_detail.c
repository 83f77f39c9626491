/* Reads the JSON of a request, and what can be asked of it: a text, an act, the draft. */
#include "console/request/request_detail.h"

#include "console/data/result.h"
#include "lib/base/text.h"
#include "lib/db/db_result.h"

#include <string.h>

void detail_release(struct detail *d)
{
	json_decref(d->json);
	row_free(d->row);
	*d = (struct detail){0};
}

bool detail_take(struct detail *d, const PGresult *res, const struct db_error *error)
{
	bool one = !error && PQntuples(res) == 1;
	json_t *json = one ? json_loads(db_value_text(res), 0, NULL) : NULL;
	const json_t *row = json_object_get(json, "row");

	if (!json_is_object(row)) {
		json_decref(json);
		return false;
	}
	detail_release(d);
	*d = (struct detail){json, result_json_row(row)};
	return true;
}

char *detail_text(const json_t *object, const char *field)
{
	const char *value = json_string_value(json_object_get(object, field));

	return text_visible(value ? value : "", value ? strlen(value) : 0, TEXT_KEEP_LINES);
}

struct detail detail_copy(const struct detail *d)
{
	struct detail copy = {.json = json_incref(d->json)};

	copy.row = result_json_row(json_object_get(d->json, "row"));
	return copy;
}

int64_t detail_recall_window(const struct detail *d)
{
	return json_integer_value(json_object_get(d->json, "recall_window"));
}

const json_t *detail_draft(const struct detail *d)
{
	const json_t *draft = json_object_get(d->json, "draft");
	size_t i;
	json_t *response;

	json_array_foreach(json_object_get(d->json, "responses"), i, response) {
		if (json_is_integer(draft) && json_equal(json_object_get(response, "id"), draft))
			return response;
	}
	return NULL;
}
