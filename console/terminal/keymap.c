/* Reads key maps from YAML, finds what a sequence of keys does, and the keys of a verb. */
#include "console/terminal/keymap.h"

#include "lib/base/buf.h"
#include "lib/base/i18n.h"
#include "lib/base/xmalloc.h"
#include "lib/program/yaml_map.h"

#include <stdlib.h>
#include <string.h>

static const struct {
	const char *name;
	bool text;
} contexts[CONTEXT_COUNT] = {
#define X(id, name, text) [CONTEXT_##id] = {name, text},
        CONTEXTS(X)
#undef X
};

enum { INCLUDES_MAX = 8 };

struct keymap_reading {
	struct keymap *map;
	struct yaml_map yaml;
	enum context context;
	enum verb verb;
	int *lines; /* where each binding was read in this file; 0: in an earlier one */
};

const char *context_name(enum context context)
{
	return contexts[context].name;
}

bool context_is_text(enum context context)
{
	return contexts[context].text;
}

static bool context_find(const char *name, enum context *context)
{
	for (*context = 0; *context < CONTEXT_COUNT; (*context)++)
		if (strcmp(contexts[*context].name, name) == 0)
			return true;
	return false;
}

static void unbind(struct keymap_reading *r)
{
	struct keymap *map = r->map;
	size_t kept = 0;

	for (size_t i = 0; i < map->n; i++) {
		if (map->bindings[i].context == r->context && map->bindings[i].verb == r->verb)
			continue;
		map->bindings[kept] = map->bindings[i];
		r->lines[kept++] = r->lines[i];
	}
	map->n = kept;
}

static char *bind(void *arg, const char *text, int line)
{
	struct keymap_reading *r = arg;
	struct key_sequence keys;
	struct keymap *map;

	if (!key_sequence_parse(&keys, text))
		return yaml_map_complain(&r->yaml, line, _("no such key: '%s'"), text);
	if (key_is_text(keys.k[0]) && context_is_text(r->context))
		return yaml_map_complain(&r->yaml, line,
		                         _("'%s' is typed as text in '%s' and cannot be reached"),
		                         text, context_name(r->context));
	map = r->map;
	map->bindings = xreallocarray(map->bindings, map->n + 1, sizeof(*map->bindings));
	r->lines = xreallocarray(r->lines, map->n + 1, sizeof(*r->lines));
	r->lines[map->n] = line;
	map->bindings[map->n++] = (struct binding){r->context, keys, r->verb};
	return NULL;
}

static char *read_verb(void *arg, const char *name, const yaml_node_t *value, int line)
{
	struct keymap_reading *r = arg;

	r->verb = verb_find(name);
	if (r->verb == VERB_NONE)
		return yaml_map_complain(&r->yaml, line, _("no such action: '%s'"), name);
	unbind(r);
	return yaml_map_words(&r->yaml, value, bind, r);
}

static bool is_include(const char *name)
{
	return strcmp(name, "include") == 0;
}

static char *include(void *arg, const char *name, int line)
{
	struct keymap_reading *r = arg;
	struct keymap *map = r->map;
	char *complaint;

	if (!map->include || map->including == INCLUDES_MAX)
		return yaml_map_complain(&r->yaml, line, _("'%s' cannot be included here"), name);
	map->including++;
	complaint = map->include(map, name, r->yaml.name);
	map->including--;
	r->lines = xreallocarray(r->lines, map->n + 1, sizeof(*r->lines));
	memset(r->lines, 0, map->n * sizeof(*r->lines));
	return complaint;
}

static char *read_includes(void *arg, const char *name, const yaml_node_t *value, int line)
{
	struct keymap_reading *r = arg;

	return is_include(name) ? yaml_map_words(&r->yaml, value, include, r) : NULL;
}

static char *read_context(void *arg, const char *name, const yaml_node_t *value, int line)
{
	struct keymap_reading *r = arg;

	if (is_include(name))
		return NULL;
	if (!context_find(name, &r->context))
		return yaml_map_complain(&r->yaml, line, _("no such screen: '%s'"), name);
	return yaml_map_each(&r->yaml, value, read_verb, r);
}

/* Two bindings of one context of which one takes the other's keys away. */
static char *complain_of(const struct keymap_reading *r, const struct binding *a,
                         const struct binding *b, int line)
{
	char name[SEQUENCE_NAME_SIZE], other[SEQUENCE_NAME_SIZE];

	key_sequence_print(&a->keys, key_print, name);
	key_sequence_print(&b->keys, key_print, other);
	if (a->keys.n == b->keys.n)
		return yaml_map_complain(
		        &r->yaml, line, _("'%s' is bound twice in '%s': to '%s' and to '%s'"), name,
		        context_name(a->context), verb_name(a->verb), verb_name(b->verb));
	return yaml_map_complain(&r->yaml, line,
	                         _("'%s' in '%s' cannot be reached: '%s' is bound to '%s'"),
	                         a->keys.n > b->keys.n ? name : other, context_name(a->context),
	                         a->keys.n > b->keys.n ? other : name,
	                         verb_name(a->keys.n > b->keys.n ? b->verb : a->verb));
}

static char *find_duplicate(const struct keymap_reading *r)
{
	const struct binding *b = r->map->bindings;

	for (size_t i = 0; i < r->map->n; i++) {
		for (size_t j = 0; j < i; j++) {
			if (b[i].context != b[j].context ||
			    (!key_sequence_begins(&b[i].keys, &b[j].keys) &&
			     !key_sequence_begins(&b[j].keys, &b[i].keys)))
				continue;
			return complain_of(r, &b[j], &b[i],
			                   r->lines[i] ? r->lines[i] : r->lines[j]);
		}
	}
	return NULL;
}

char *keymap_read(struct keymap *map, const char *name, const char *text, size_t len)
{
	struct keymap_reading r = {.map = map, .lines = xcalloc(map->n + 1, sizeof(int))};
	char *complaint = yaml_map_read(&r.yaml, name, text, len);

	if (!complaint) {
		complaint = yaml_map_each(&r.yaml, yaml_map_root(&r.yaml), read_includes, &r);
		if (!complaint)
			complaint =
			        yaml_map_each(&r.yaml, yaml_map_root(&r.yaml), read_context, &r);
		if (!complaint)
			complaint = find_duplicate(&r);
		yaml_map_release(&r.yaml);
	}
	free(r.lines);
	return complaint;
}

void keymap_release(struct keymap *map)
{
	free(map->bindings);
	*map = (struct keymap){0};
}

/* The verb bound to exactly these keys, or VERB_NONE; *longer: they begin others. */
static enum verb find(const struct keymap *map, enum context context,
                      const struct key_sequence *keys, bool *longer)
{
	*longer = false;
	for (size_t i = 0; i < map->n; i++) {
		const struct binding *b = &map->bindings[i];
		if (b->context != context || !key_sequence_begins(&b->keys, keys))
			continue;
		if (b->keys.n == keys->n)
			return b->verb;
		*longer = true;
	}
	return VERB_NONE;
}

enum verb keymap_next(const struct keymap *map, enum context context, struct key_sequence *typed,
                      keycode k)
{
	const keycode tries[] = {k, layout_latin(map->layout, k)};
	const enum context wheres[] = {context, CONTEXT_ANY};
	bool text = typed->n == 0 && key_is_text(k) && context_is_text(context);

	for (int i = 0; i < 4 && !text; i++) {
		struct key_sequence keys = *typed;
		bool longer;
		enum verb verb;
		keys.k[keys.n++] = tries[i / 2];
		verb = find(map, wheres[i % 2], &keys, &longer);
		if (verb == VERB_NONE && !longer)
			continue;
		typed->n = 0;
		if (verb == VERB_NONE)
			*typed = keys;
		return verb;
	}
	typed->n = 0;
	return VERB_NONE;
}

/* Whether context does something else with the keys, or already with the first of them. */
static bool hidden(const struct keymap *map, enum context context, const struct key_sequence *keys)
{
	bool longer = false;

	for (struct key_sequence start = {.n = 0}; start.n < keys->n;) {
		start.k[start.n] = keys->k[start.n];
		start.n++;
		if (find(map, context, &start, &longer) != VERB_NONE)
			return true;
	}
	return longer;
}

/* Whether pressing the keys of b in context gets to b. */
static bool holds(const struct keymap *map, enum context context, const struct binding *b)
{
	if (key_is_text(b->keys.k[0]) && context_is_text(context))
		return false;
	return b->context == context ||
	       (b->context == CONTEXT_ANY && !hidden(map, context, &b->keys));
}

const struct binding *keymap_after(const struct keymap *map, enum context context,
                                   const struct key_sequence *typed, const struct binding *last)
{
	for (size_t i = last ? (size_t)(last - map->bindings) + 1 : 0; i < map->n; i++)
		if (key_sequence_begins(&map->bindings[i].keys, typed) &&
		    holds(map, context, &map->bindings[i]))
			return &map->bindings[i];
	return NULL;
}

void keymap_print(const struct keymap *map, const struct key_sequence *keys, const char *separator,
                  struct buf *out)
{
	char name[SEQUENCE_NAME_SIZE];
	struct key_sequence twin = *keys;
	bool differs = false;
	key_printer *print = map->by_name ? key_print : key_label;

	for (int i = 0; i < keys->n; i++) {
		keycode k = key_is_text(keys->k[i]) ? layout_typed(map->layout, keys->k[i]) : 0;
		if (k)
			twin.k[i] = k;
		differs |= k != 0;
	}
	key_sequence_print(keys, print, name);
	buf_adds(out, name);
	if (differs) {
		key_sequence_print(&twin, print, name);
		buf_addf(out, "%s%s", separator, name);
	}
}

char *keymap_keys(const struct keymap *map, enum context context, enum verb verb, int max,
                  const char *separator)
{
	const enum context wheres[] = {context, CONTEXT_ANY};
	struct buf out = {0};

	for (int where = 0; where < (context == CONTEXT_ANY ? 1 : 2); where++) {
		for (size_t i = 0; i < map->n && max > 0; i++) {
			const struct binding *b = &map->bindings[i];
			if (b->verb != verb || b->context != wheres[where] ||
			    !holds(map, context, b))
				continue;
			buf_adds(&out, out.len ? " " : "");
			keymap_print(map, &b->keys, separator, &out);
			max--;
		}
	}
	return buf_steal(&out);
}
