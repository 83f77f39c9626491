/* A line in which a filter is typed: what its words can become stands above it, and Tab puts it in.
 * What the prompts of the queue and of the register have in common. */
#ifndef VARTA_CONSOLE_PROMPT_FILTER_PROMPT_H
#define VARTA_CONSOLE_PROMPT_FILTER_PROMPT_H

#include "console/filter/completion.h"
#include "console/ui/prompt.h"

struct filter_prompt {
	struct prompt prompt;
	const struct filter_language *language;
	struct completion completion;
	size_t chosen; /* the candidate that stands in the text, from 1 on; 0: none */
};

/* For a screen that begins with one; what the codes of city are called is read where it is not
 * known (NULL: of all). */
void filter_prompt_init(struct filter_prompt *f, struct ui *ui, const struct screen_ops *ops,
                        const struct filter_language *language, const char *label,
                        const char *filter);
void filter_prompt_release(struct filter_prompt *f);

/* Looks anew what the word before the cursor can become: after each change. */
void filter_prompt_typed(struct screen *s);
/* Whether the key changed the text. The blank behind what was there is not typed twice. */
bool filter_prompt_key(struct screen *s, keycode k);

enum filter_prompt_put {
	FILTER_PROMPT_NONE, /* there is nothing to put in */
	FILTER_PROMPT_ONE,  /* one of several stands in the text; the next time it is the next */
	FILTER_PROMPT_ONLY  /* the only one does: the text was changed for good */
};

enum filter_prompt_put filter_prompt_complete(struct screen *s);
void filter_prompt_paint(struct screen *s);

#endif
