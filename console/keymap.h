/* Which key does what, where: the built-in key map with the user's merged over it. */
#ifndef VARTA_CONSOLE_KEYMAP_H
#define VARTA_CONSOLE_KEYMAP_H

#include <stdbool.h>
#include <stddef.h>

#include "console/key.h"
#include "console/layout.h"
#include "console/verbs.h"

/* Where a binding holds: id, name in key maps, whether characters are typed into a text there.
 * 'any' holds in every other one that does not bind the key itself. */
#define CONTEXTS(ROW)                                                                              \
	ROW(ANY, "any", false)                                                                     \
	ROW(QUEUE, "queue", false)                                                                 \
	ROW(REQUEST, "request", false)                                                             \
	ROW(COMPOSE, "compose", true)                                                              \
	ROW(PICKER, "picker", false)                                                               \
	ROW(PROMPT, "prompt", true)                                                                \
	ROW(CONFIRM, "confirm", false)                                                             \
	ROW(HELP, "help", false)

enum context {
#define X(id, name, text) CONTEXT_##id,
	CONTEXTS(X)
#undef X
	        CONTEXT_COUNT
};

struct binding {
	enum context context;
	keycode k;
	enum verb verb;
};

struct keymap {
	struct binding *bindings;
	size_t n;
	const struct layout *layout; /* not owned; may be NULL */
};

/* Merges the key map in text into map: a verb named there loses the keys it had in that context.
 * Returns NULL or the complaint ("keys.yaml:7: …"), which the caller frees. */
char *keymap_read(struct keymap *map, const char *name, const char *text, size_t len);
void keymap_release(struct keymap *map);

enum verb keymap_lookup(const struct keymap *map, enum context context, keycode k);
const char *context_name(enum context context);
bool context_is_text(enum context context);

/* The keys of verb in context for a person: 'a ф', 'PgDn Space'. At most max keys, each with its
 * twin of the layout; empty where none is bound. The caller frees it. */
char *keymap_keys(const struct keymap *map, enum context context, enum verb verb, int max,
                  const char *separator);

#endif
