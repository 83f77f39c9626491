/* Reads the lines of the unit's lists. */
#include "console/order/thing.h"

#include "console/data/result.h"
#include "lib/base/i18n.h"
#include "lib/base/text.h"
#include "lib/base/xmalloc.h"
#include "lib/db/db_result.h"

#include <stdlib.h>
#include <string.h>

static const char *const kinds[] = {
        [THING_ORDER] = "order", [THING_DEFECT] = "defect",     [THING_REQUEST] = "request",
        [THING_ROUND] = "round", [THING_CAMPAIGN] = "campaign",
};
enum { KINDS = sizeof(kinds) / sizeof(*kinds) };

/* The texts of a line, and the columns that have them: the first that there is. */
static const struct {
	size_t offset;
	const char *column, * or ;
} texts[] = {
        {offsetof(struct thing, city), "city", NULL},
        {offsetof(struct thing, name), "name", NULL},
        {offsetof(struct thing, section), "section", NULL},
        {offsetof(struct thing, state), "state", NULL},
        {offsetof(struct thing, state_name), "state_name", NULL},
        {offsetof(struct thing, object), "object_name", NULL},
        {offsetof(struct thing, what), "what", NULL},
        {offsetof(struct thing, place), "place", NULL},
        {offsetof(struct thing, institution), "institution_name", "owner"},
        {offsetof(struct thing, due_state), "due_state", NULL},
        {offsetof(struct thing, asked), "asked_until", NULL},
        {offsetof(struct thing, key), "due_key", NULL},
        {offsetof(struct thing, mail), "mail", NULL},
};
enum { TEXTS = sizeof(texts) / sizeof(*texts) };

static char **text_at(struct thing *t, size_t i)
{
	return (char **)((char *)t + texts[i].offset);
}

static bool has(const PGresult *res, const char *column)
{
	return PQfnumber(res, column) >= 0;
}

static enum thing_kind kind_of(const PGresult *res, int line, enum thing_kind otherwise)
{
	const char *name = db_result_optional(res, line, "thing");

	for (int kind = 0; name && kind < KINDS; kind++)
		if (strcmp(kinds[kind], name) == 0)
			return (enum thing_kind)kind;
	return otherwise;
}

static void read_thing(struct thing *t, const PGresult *res, int line, enum thing_kind kind)
{
	t->kind = kind_of(res, line, kind);
	t->id = db_result_int(res, line, "id");
	t->version = (int)db_result_int(res, line, "version");
	t->dangerous = db_result_bool(res, line, "dangerous");
	t->due = has(res, "due") ? db_result_int(res, line, "due") : 0;
	t->total = has(res, "n") ? db_result_int(res, line, "n") : 0;
	for (size_t i = 0; i < TEXTS; i++) {
		const char *column = has(res, texts[i].column) ? texts[i].column : texts[i].or ;
		*text_at(t, i) =
		        column && has(res, column) ? result_field(res, line, column) : xstrdup("");
	}
}

struct thing *things_read(const PGresult *res, enum thing_kind kind)
{
	size_t n = (size_t)PQntuples(res);
	struct thing *v = xcalloc(n + 1, sizeof(*v));

	for (size_t i = 0; i < n; i++)
		read_thing(&v[i], res, (int)i, kind);
	return v;
}

struct thing *thing_of_json(const json_t *json, enum thing_kind kind)
{
	struct thing *t = xcalloc(1, sizeof(*t));

	t->kind = kind;
	t->id = (int64_t)json_integer_value(json_object_get(json, "id"));
	t->version = (int)json_integer_value(json_object_get(json, "version"));
	t->due = (int64_t)json_integer_value(json_object_get(json, "due"));
	t->dangerous = json_is_true(json_object_get(json, "dangerous"));
	for (size_t i = 0; i < TEXTS; i++) {
		const json_t *value = json_object_get(json, texts[i].column);
		const char *text = json_string_value(
		        value || !texts[i].or ? value : json_object_get(json, texts[i].or));
		*text_at(t, i) =
		        text ? text_visible(text, strlen(text), TEXT_ONE_LINE) : xstrdup("");
	}
	return t;
}

void things_free(struct thing *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		for (size_t text = 0; text < TEXTS; text++)
			free(*text_at(&v[i], text));
	free(v);
}

int64_t thing_key(const struct thing *t)
{
	return t->id * KINDS + t->kind + 1;
}

char *thing_name_of(enum thing_kind kind, int64_t id, const char *name)
{
	long long number = id;

	switch (kind) {
	case THING_ORDER:
		return *name ? xasprintf(_("order %s"), name) : xasprintf(_("draft %lld"), number);
	case THING_DEFECT:
		return xasprintf(_("defect %lld"), number);
	case THING_REQUEST:
		return xasprintf(_("request %lld"), number);
	case THING_ROUND:
		return xasprintf(_("round %lld"), number);
	case THING_CAMPAIGN:
		return xasprintf(_("campaign %lld"), number);
	}
	return xstrdup("");
}

char *thing_title(const struct thing *t)
{
	return thing_name_of(t->kind, t->id, t->name);
}
