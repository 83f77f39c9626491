/* Opens a request by its number; where it is in the queue, the cursor goes there, too. */
#include "console/prompt/prompts.h"

#include "console/filter/ids.h"
#include "console/queue/queue.h"
#include "console/terminal/term.h"
#include "console/ui/console.h"
#include "console/ui/prompt.h"
#include "console/ui/ui.h"
#include "lib/base/i18n.h"

#include <string.h>

static struct screen *jump_open(struct ui *ui, const struct ask *ask)
{
	return prompt_new(ui, &screen_jump, _("Number:"), "");
}

static enum next jump(struct screen *s, enum verb verb)
{
	struct console *console = s->console;
	const char *text = prompt_text(s);
	int64_t id = ids_number(ids_skip_sign(text));

	if (id < 1) {
		ui_say(console->ui, STYLE_ERROR, _("'%s' is not the number of a request"), text);
		return NEXT_PAINT;
	}
	prompt_remember(s);
	ui_next(console->ui, s, NEXT_CLOSE);
	queue_select(console->queue, id);
	ui_push(console->ui, SCREEN_REQUEST, &(struct ask){.id = id, .city = ""});
	console->ui->dirty = true;
	return NEXT_NOTHING;
}

static const struct action actions[] = {{VERB_CHOOSE, jump}, PROMPT_ACTIONS, {VERB_NONE, NULL}};

const struct screen_ops screen_jump = {
        .context = CONTEXT_PROMPT,
        .overlay = true,
        .actions = actions,
        .hints = prompt_hints,
        .open = jump_open,
        .close = prompt_close,
        .paint = prompt_paint,
        .cursor = prompt_cursor,
        .key = prompt_key,
};
