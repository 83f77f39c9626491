/* Which key does what, where: the built-in key map with the user's merged over it. */
#ifndef VARTA_CONSOLE_TERMINAL_KEYMAP_H
#define VARTA_CONSOLE_TERMINAL_KEYMAP_H

#include "console/terminal/key.h"
#include "console/terminal/layout.h"
#include "console/terminal/verbs.h"
#include "lib/base/buf.h"

#include <stdbool.h>
#include <stddef.h>

/* Where a binding holds: id, name in key maps, whether characters are typed into a text there.
 * 'any' holds in every other one that does not bind the key itself. */
#define CONTEXTS(ROW)                                                                              \
	ROW(ANY, "any", false)                                                                     \
	ROW(QUEUE, "queue", false)                                                                 \
	ROW(REQUEST, "request", false)                                                             \
	ROW(COMPOSE, "compose", true)                                                              \
	ROW(PICKER, "picker", false)                                                               \
	ROW(CONFLICT, "conflict", false)                                                           \
	ROW(MESSAGES, "messages", false)                                                           \
	ROW(GUIDANCE, "guidance", false)                                                           \
	ROW(PROMPT, "prompt", true)                                                                \
	ROW(CONFIRM, "confirm", false)                                                             \
	ROW(RESULTS, "results", false)                                                             \
	ROW(HELP, "help", true)                                                                    \
	ROW(MAP, "map", false)                                                                     \
	ROW(STATISTICS, "statistics", false)                                                       \
	ROW(OUTBOX, "outbox", false)                                                               \
	ROW(HISTORY, "history", false)                                                             \
	ROW(VIEWS, "views", false)                                                                 \
	ROW(DEEDS, "deeds", false)                                                                 \
	ROW(DUTY, "duty", false)                                                                   \
	ROW(UNIT, "unit", false)                                                                   \
	ROW(ORDER_STATISTICS, "order-statistics", false)

enum context {
#define X(id, name, text) CONTEXT_##id,
	CONTEXTS(X)
#undef X
	        CONTEXT_COUNT
};

struct binding {
	enum context context;
	struct key_sequence keys;
	enum verb verb;
};

/* Merges the key map of that name, which the file named by includes. Returns NULL or the complaint,
 * which is the caller's. */
struct keymap;
typedef char *keymap_include(struct keymap *map, const char *name, const char *by);

struct keymap {
	struct binding *bindings;
	size_t n;
	const struct layout *layout; /* not owned; may be NULL */
	keymap_include *include;     /* NULL: nothing can be included */
	int including;               /* files that are being included now */
	bool by_name; /* keys are printed as key maps name them, not as people call them */
};

/* Merges the key map in text into map, what it includes first: a verb named there loses the keys it
 * had in that context. Returns NULL or the complaint ("keys.yaml:7: …"), which the caller frees. */
char *keymap_read(struct keymap *map, const char *name, const char *text, size_t len);
void keymap_release(struct keymap *map);

/* Adds k to what was typed and returns the verb that it completes; typed is empty again then, and
 * where nothing is bound to the keys. Keys that begin a longer sequence stay in typed. */
enum verb keymap_next(const struct keymap *map, enum context context, struct key_sequence *typed,
                      keycode k);
/* What can follow on the keys typed so far: the binding behind last (NULL: the first), NULL at the
 * end. */
const struct binding *keymap_after(const struct keymap *map, enum context context,
                                   const struct key_sequence *typed, const struct binding *last);
const char *context_name(enum context context);
bool context_is_text(enum context context);

/* The keys for a person: 'zs', and behind the separator their twin of the layout, 'zs/яі'. */
void keymap_print(const struct keymap *map, const struct key_sequence *keys, const char *separator,
                  struct buf *out);

/* The keys of verb in context for a person: 'a ф', 'PgDn Space'. At most max keys, each with its
 * twin of the layout; empty where none is bound. The caller frees it. */
char *keymap_keys(const struct keymap *map, enum context context, enum verb verb, int max,
                  const char *separator);

#endif
