/* All versions of one template; an earlier one that is saved becomes the newest. */
#include "console/screen/screens.h"

#include "console/reply/guidance.h"

/* ask->id is the template. An earlier version that is opened and saved becomes the newest one. */
static struct screen *versions_open(struct ui *ui, const struct ask *ask)
{
	return guidance_new(ui, &screen_versions, ask->id);
}

static const struct action actions[] = {{VERB_OPEN, guidance_open}, LIST_ACTIONS};

static const enum verb hints[] = {VERB_OPEN, VERB_BACK, VERB_DOWN, VERB_UP, VERB_NONE};

const struct screen_ops screen_versions = {
        .context = CONTEXT_GUIDANCE,
        .actions = actions,
        .hints = hints,
        .open = versions_open,
        .close = guidance_close,
        .resize = guidance_resize,
        .paint = guidance_paint,
        .cursor = list_screen_cursor,
        .refresh = guidance_load,
};
