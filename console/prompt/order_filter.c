/* Asks what the register of orders shows. */
#include "console/prompt/prompts.h"

#include "console/filter/filter.h"
#include "console/order/register.h"
#include "console/prompt/filter_prompt.h"
#include "console/terminal/term.h"
#include "console/ui/console.h"
#include "console/ui/ui.h"
#include "lib/base/i18n.h"
#include "lib/base/xmalloc.h"

#include <stdlib.h>
#include <string.h>

static struct screen *order_filter_open(struct ui *ui, const struct ask *ask)
{
	struct filter_prompt *f = xcalloc(1, sizeof(*f));

	filter_prompt_init(f, ui, &screen_order_filter, &filter_orders, _("Orders:"),
	                   ask->question);
	return &f->prompt.screen;
}

static void order_filter_close(struct screen *s)
{
	filter_prompt_release((struct filter_prompt *)s);
	free(s);
}

static enum next typed(struct screen *s)
{
	filter_prompt_typed(s);
	return NEXT_PAINT;
}

static enum next order_filter_key(struct screen *s, keycode k)
{
	return filter_prompt_key(s, k) ? typed(s) : NEXT_NOTHING;
}

static enum next change(struct screen *s, enum verb verb)
{
	prompt_edit(s, verb);
	return typed(s);
}

static enum next earlier(struct screen *s, enum verb verb)
{
	prompt_recall(s, verb);
	return typed(s);
}

static enum next complete(struct screen *s, enum verb verb)
{
	enum filter_prompt_put put = filter_prompt_complete(s);

	if (put == FILTER_PROMPT_ONLY)
		return typed(s);
	return put == FILTER_PROMPT_ONE ? NEXT_PAINT : NEXT_NOTHING;
}

/* The list below reads anew what the other filter finds. */
static enum next choose(struct screen *s, enum verb verb)
{
	struct screen *below = ui_below(s->ui, s);
	const char *text = prompt_text(s);
	size_t n = strlen(text);
	char *trimmed, *complaint;

	while (n > 0 && text[n - 1] == ' ')
		n--;
	trimmed = xstrndup(text, n);
	complaint = orders_filter(s->console->orders, trimmed, s->ui->layout);
	free(trimmed);
	if (complaint) {
		ui_say(s->ui, STYLE_ERROR, "%s", complaint);
		free(complaint);
		return NEXT_PAINT;
	}
	prompt_remember(s);
	below->ops->refresh(below);
	return NEXT_CLOSE;
}

static const struct action actions[] = {
        {VERB_CHOOSE, choose}, {VERB_COMPLETE, complete}, PROMPT_EDITS(change),
        {VERB_UP, earlier},    {VERB_DOWN, earlier},      {VERB_NONE, NULL},
};

static const enum verb hints[] = {VERB_CHOOSE, VERB_COMPLETE, VERB_BACK, VERB_NONE};

const struct screen_ops screen_order_filter = {
        .context = CONTEXT_PROMPT,
        .overlay = true,
        .actions = actions,
        .hints = hints,
        .open = order_filter_open,
        .close = order_filter_close,
        .paint = filter_prompt_paint,
        .cursor = prompt_cursor,
        .key = order_filter_key,
};
