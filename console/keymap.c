#include "console/keymap.h"

#include <stdlib.h>
#include <string.h>

#include "console/yamlmap.h"
#include "lib/buf.h"
#include "lib/i18n.h"
#include "lib/xmalloc.h"

static const struct {
	const char *name;
	bool text;
} contexts[CONTEXT_COUNT] = {
#define X(id, name, text) [CONTEXT_##id] = {name, text},
        CONTEXTS(X)
#undef X
};

struct reading {
	struct keymap *map;
	struct yamlmap yaml;
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

static void unbind(struct reading *r)
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
	struct reading *r = arg;
	keycode k = key_parse(text);
	if (k == 0)
		return yamlmap_complain(&r->yaml, line, _("no such key: '%s'"), text);
	if (key_is_text(k) && context_is_text(r->context))
		return yamlmap_complain(&r->yaml, line,
		                        _("'%s' is typed as text in '%s' and cannot be reached"),
		                        text, context_name(r->context));
	struct keymap *map = r->map;
	map->bindings = xreallocarray(map->bindings, map->n + 1, sizeof(*map->bindings));
	r->lines = xreallocarray(r->lines, map->n + 1, sizeof(*r->lines));
	r->lines[map->n] = line;
	map->bindings[map->n++] = (struct binding){r->context, k, r->verb};
	return NULL;
}

static char *read_verb(void *arg, const char *name, yaml_node_t *value, int line)
{
	struct reading *r = arg;
	r->verb = verb_find(name);
	if (r->verb == VERB_NONE)
		return yamlmap_complain(&r->yaml, line, _("no such action: '%s'"), name);
	unbind(r);
	return yamlmap_items(&r->yaml, value, bind, r);
}

static char *read_context(void *arg, const char *name, yaml_node_t *value, int line)
{
	struct reading *r = arg;
	if (!context_find(name, &r->context))
		return yamlmap_complain(&r->yaml, line, _("no such screen: '%s'"), name);
	return yamlmap_each(&r->yaml, value, read_verb, r);
}

static char *find_duplicate(const struct reading *r)
{
	const struct binding *b = r->map->bindings;
	for (size_t i = 0; i < r->map->n; i++) {
		for (size_t j = 0; j < i; j++) {
			if (b[i].context != b[j].context || b[i].k != b[j].k)
				continue;
			char name[KEY_NAME_SIZE];
			key_print(b[i].k, name);
			return yamlmap_complain(
			        &r->yaml, r->lines[i] ? r->lines[i] : r->lines[j],
			        _("'%s' is bound twice in '%s': to '%s' and to '%s'"), name,
			        context_name(b[i].context), verb_name(b[j].verb),
			        verb_name(b[i].verb));
		}
	}
	return NULL;
}

char *keymap_read(struct keymap *map, const char *name, const char *text, size_t len)
{
	struct reading r = {.map = map, .lines = xcalloc(map->n + 1, sizeof(int))};
	char *complaint = yamlmap_read(&r.yaml, name, text, len);
	if (!complaint) {
		complaint = yamlmap_each(&r.yaml, NULL, read_context, &r);
		if (!complaint)
			complaint = find_duplicate(&r);
		yamlmap_release(&r.yaml);
	}
	free(r.lines);
	return complaint;
}

void keymap_release(struct keymap *map)
{
	free(map->bindings);
	*map = (struct keymap){0};
}

static enum verb find(const struct keymap *map, enum context context, keycode k)
{
	for (size_t i = 0; i < map->n; i++)
		if (map->bindings[i].context == context && map->bindings[i].k == k)
			return map->bindings[i].verb;
	return VERB_NONE;
}

enum verb keymap_lookup(const struct keymap *map, enum context context, keycode k)
{
	if (key_is_text(k) && context_is_text(context))
		return VERB_NONE;
	const keycode tries[2] = {k, layout_latin(map->layout, k)};
	for (int i = 0; i < 2; i++) {
		enum verb verb = find(map, context, tries[i]);
		if (verb == VERB_NONE)
			verb = find(map, CONTEXT_ANY, tries[i]);
		if (verb != VERB_NONE)
			return verb;
	}
	return VERB_NONE;
}

static void add_key(struct buf *out, const struct keymap *map, keycode k, const char *separator)
{
	char name[KEY_NAME_SIZE];
	keycode twin = key_is_text(k) ? layout_typed(map->layout, k) : 0;
	key_print(k, name);
	buf_addf(out, "%s%s", out->len ? " " : "", name);
	if (twin) {
		key_print(twin, name);
		buf_addf(out, "%s%s", separator, name);
	}
}

static bool bound_in(const struct keymap *map, enum context context, keycode k)
{
	return find(map, context, k) != VERB_NONE;
}

char *keymap_keys(const struct keymap *map, enum context context, enum verb verb, int max,
                  const char *separator)
{
	const enum context wheres[] = {context, CONTEXT_ANY};
	struct buf out = {0};
	for (int where = 0; where < (context == CONTEXT_ANY ? 1 : 2); where++) {
		for (size_t i = 0; i < map->n && max > 0; i++) {
			const struct binding *b = &map->bindings[i];
			if (b->verb != verb || b->context != wheres[where])
				continue;
			if (where == 1 && bound_in(map, context, b->k))
				continue;
			if (key_is_text(b->k) && context_is_text(context))
				continue;
			add_key(&out, map, b->k, separator);
			max--;
		}
	}
	return buf_steal(&out);
}
