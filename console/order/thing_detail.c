/* Takes all of an order or a defect, and what it names, out of the database's JSON. */
#include "console/order/thing_detail.h"

#include "lib/base/text.h"
#include "lib/base/xmalloc.h"

#include <stdlib.h>
#include <string.h>

bool thing_detail_take(struct thing_detail *d, enum thing_kind kind, const PGresult *res,
                       const struct db_error *error)
{
	bool there = !error && PQntuples(res) == 1 && !PQgetisnull(res, 0, 0);
	json_t *json = there ? json_loads(PQgetvalue(res, 0, 0), 0, NULL) : NULL;

	if (!json)
		return false;
	thing_detail_release(d);
	d->json = json;
	d->thing = thing_of_json(json, kind);
	return true;
}

void thing_detail_release(struct thing_detail *d)
{
	json_decref(d->json);
	if (d->thing)
		things_free(d->thing, 1);
	*d = (struct thing_detail){0};
}

bool thing_detail_is(const struct thing_detail *d, const struct thing *t)
{
	return d->json && t && d->thing->kind == t->kind && d->thing->id == t->id &&
	       d->thing->version >= t->version;
}

bool thing_detail_allows(const struct thing_detail *d, const char *verb)
{
	size_t i;
	json_t *each;

	json_array_foreach(json_object_get(d->json, "verbs"), i, each)
		if (strcmp(json_string_value(each), verb) == 0)
			return true;
	return false;
}

const char *thing_detail_others(const struct thing_detail *d, const char *verb)
{
	return json_string_value(json_object_get(json_object_get(d->json, "others"), verb));
}

char *thing_text(const json_t *object, const char *member)
{
	const char *text = json_string_value(json_object_get(object, member));

	return text ? text_visible(text, strlen(text), TEXT_KEEP_LINES) : xstrdup("");
}

int64_t thing_number(const json_t *object, const char *member)
{
	return (int64_t)json_integer_value(json_object_get(object, member));
}

/* The members that name other things, in the order in which the screen does. */
static const struct {
	const char *member;
	enum thing_kind of, kind;
} named[] = {
        {"defects", THING_ORDER, THING_DEFECT},    {"replaces", THING_ORDER, THING_ORDER},
        {"replaced_by", THING_ORDER, THING_ORDER}, {"requests", THING_DEFECT, THING_REQUEST},
        {"orders", THING_DEFECT, THING_ORDER},     {"places", THING_ROUND, THING_DEFECT},
        {"orders", THING_CAMPAIGN, THING_ORDER},
};

bool thing_link_at(const struct thing_detail *d, size_t i, struct thing_link *link)
{
	for (size_t m = 0; d->json && m < sizeof(named) / sizeof(*named); m++) {
		const json_t *value = json_object_get(d->json, named[m].member);
		size_t n = json_is_array(value) ? json_array_size(value) : json_is_integer(value);
		const json_t *one = json_is_array(value) ? json_array_get(value, i) : value;

		if (named[m].of != d->thing->kind)
			continue;
		if (i < n) {
			link->kind = named[m].kind;
			link->id = json_is_object(one) ? thing_number(one, "id")
			                               : (int64_t)json_integer_value(one);
			return true;
		}
		i -= n;
	}
	return false;
}
