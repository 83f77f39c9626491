/* Asks until when a request is snoozed. */
#include "console/prompt/prompts.h"

#include "console/action/ask_argument.h"
#include "console/data/row.h"
#include "console/data/session.h"
#include "console/data/zones.h"
#include "console/queue/marks.h"
#include "console/queue/queue.h"
#include "console/terminal/term.h"
#include "console/ui/console.h"
#include "console/ui/ui.h"
#include "lib/base/i18n.h"
#include "lib/base/when_zone.h"
#include "lib/base/xmalloc.h"

#include <stdlib.h>
#include <string.h>

static struct screen *ask_date_open(struct ui *ui, const struct ask *ask)
{
	struct screen *s = prompt_act_new(ui, &screen_ask_date, ask);

	if (!ask->question) {
		edit_set(&((struct prompt *)s)->edit, _("tomorrow"));
		edit_choose(&((struct prompt *)s)->edit, 0, strlen(_("tomorrow")));
	}
	return s;
}

static enum next send(struct screen *s, int64_t id, int version)
{
	char until[WHEN_W3C_SIZE];
	int64_t at;

	if (!when_parse_typed(prompt_text(s), session_now(s->ui->session), &at))
		return NEXT_PAINT;
	when_w3c(at, until);
	return prompt_act_send(s, until, NULL);
}

/* Of what is to be snoozed, as far as it is in memory, what is due first; NULL: nothing is. */
static const struct row *due_first(const struct screen *s)
{
	const struct prompt_act *p = (const struct prompt_act *)s;
	const struct marks *marks = s->console->marks;
	const struct row *first = p->id ? queue_find(s->console->queue, p->id) : NULL;

	for (size_t i = 0; !p->id && i < marks->n; i++) {
		const struct row *row = queue_find(s->console->queue, marks->v[i].id);
		if (row && row->due && (!first || row->due < first->due))
			first = row;
	}
	return first && first->due ? first : NULL;
}

static enum next choose(struct screen *s, enum verb verb)
{
	const struct row *row = due_first(s);
	int64_t now = session_now(s->ui->session), at;
	char *due, *question;

	if (!when_parse_typed(prompt_text(s), now, &at)) {
		ui_say(s->ui, STYLE_ERROR, "%s",
		       _("this is no moment; such as tomorrow, 2d, fri, 24.11, 14:00"));
		return NEXT_PAINT;
	}
	if (!row || at <= row->due || row->due < now)
		return send(s, 0, 0);
	due = when_until(row->due, now, zones_find(row->city));
	question = xasprintf(_("%lld has to be answered %s. Snooze it beyond that?"),
	                     (long long)row->id, due);
	ui_push(s->ui, SCREEN_CONFIRM, &(struct ask){.question = question, .yes = send});
	free(question);
	free(due);
	return NEXT_PAINT;
}

static const struct action actions[] = {{VERB_CHOOSE, choose}, PROMPT_ACTIONS, {VERB_NONE, NULL}};

const struct screen_ops screen_ask_date = {
        .context = CONTEXT_PROMPT,
        .overlay = true,
        .actions = actions,
        .hints = prompt_hints,
        .open = ask_date_open,
        .close = prompt_act_close,
        .paint = prompt_paint,
        .cursor = prompt_cursor,
        .key = prompt_key,
};
