/* What works on the screen below, looked through while a few characters of it are typed: what the
 * help and the palette have in common. */
#ifndef VARTA_CONSOLE_ACTION_VERB_LIST_H
#define VARTA_CONSOLE_ACTION_VERB_LIST_H

#include "console/ui/list_screen.h"
#include "console/ui/prompt.h"

struct verb_list {
	struct prompt prompt;
	enum verb all[VERB_COUNT];
	size_t all_n;
	enum verb shown[VERB_COUNT]; /* those that fit, the best first */
	struct list list;
};

/* All verbs of the screen on top; unbound: those without a key among them. */
struct screen *verb_list_new(struct ui *ui, const struct screen_ops *ops, const char *label,
                             bool unbound);
struct verb_list *verb_list_of(const struct screen *s);

extern const struct action verb_list_actions[];
extern const enum verb verb_list_hints[];
enum next verb_list_key(struct screen *s, keycode k);

#endif
