/* All templates of answers, with the text of the one under the cursor. */
#include "console/screen/screens.h"

#include "console/reply/guidance.h"
#include "console/ui/ui.h"

static struct screen *guidance_screen_open(struct ui *ui, const struct ask *ask)
{
	return guidance_new(ui, &screen_guidance, 0);
}

static enum next new_one(struct screen *s, enum verb verb)
{
	guidance_edit(guidance_of(s), NULL);
	return NEXT_PAINT;
}

static enum next versions(struct screen *s, enum verb verb)
{
	const struct guidance *g = guidance_of(s);

	if (g->list.n)
		ui_push(s->ui, SCREEN_VERSIONS, &(struct ask){.id = g->items[g->list.cursor].id});
	return NEXT_PAINT;
}

static const struct action actions[] = {
        {VERB_OPEN, guidance_open}, {VERB_NEW, new_one}, {VERB_VERSIONS, versions}, LIST_ACTIONS};

static const enum verb hints[] = {VERB_OPEN, VERB_NEW, VERB_VERSIONS, VERB_BACK, VERB_NONE};

const struct screen_ops screen_guidance = {
        .context = CONTEXT_GUIDANCE,
        .actions = actions,
        .hints = hints,
        .open = guidance_screen_open,
        .close = guidance_close,
        .resize = guidance_resize,
        .paint = guidance_paint,
        .cursor = list_screen_cursor,
        .refresh = guidance_load,
};
