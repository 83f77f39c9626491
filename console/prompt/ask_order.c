/* The line that an act on a defect or an order wants: a note, why, how, until when. */
#include "console/prompt/prompts.h"

#include "console/order/order_send.h"
#include "console/terminal/term.h"
#include "console/ui/ask.h"
#include "console/ui/prompt.h"
#include "console/ui/ui.h"
#include "lib/base/i18n.h"
#include "lib/base/when.h"
#include "lib/base/xmalloc.h"

#include "console/data/session.h"

#include <stdlib.h>
#include <string.h>

enum { WORD = 60 };

struct ask_order {
	struct prompt prompt;
	const struct order_act *act;
	int64_t id;
	int version;
	char *city;
};

static struct ask_order *ask_order_of(const struct screen *s)
{
	return (struct ask_order *)(uintptr_t)s;
}

static struct screen *ask_order_open(struct ui *ui, const struct ask *ask)
{
	struct ask_order *a = xcalloc(1, sizeof(*a));

	a->act = order_act_find(ask->verb);
	a->id = ask->id;
	a->version = ask->version;
	a->city = ask->city ? xstrdup(ask->city) : NULL;
	prompt_init(&a->prompt, ui, &screen_ask_order, _(a->act->label),
	            ask->question ? ask->question : "");
	return &a->prompt.screen;
}

static void ask_order_close(struct screen *s)
{
	free(ask_order_of(s)->city);
	prompt_close(s);
}

/* The first word of *text, which goes on behind it and its blanks. */
static void take_word(const char **text, char word[WORD])
{
	size_t len;

	*text += strspn(*text, " ");
	len = strcspn(*text, " ");
	snprintf(word, WORD, "%.*s", (int)(len < WORD ? len : WORD - 1), *text);
	*text += len;
	*text += strspn(*text, " ");
}

static const char *day_wanted(const char *word, int64_t now, char day[WHEN_DATE_SIZE])
{
	char first[WHEN_DATE_SIZE];

	return when_parse_days(word, now, first, day)
	               ? NULL
	               : _("first a day, such as 24.12 or 5d, then a blank");
}

/* Takes what was typed to pieces. Returns what is wrong with it; NULL: nothing. */
static const char *read_line(const struct ask_order *a, const char *text, struct order_args *args,
                             char number[WORD], char day[WHEN_DATE_SIZE])
{
	int64_t now = session_now(a->prompt.screen.ui->session);
	const char *rest = text, *why = NULL;
	char word[WORD];

	switch (a->act->line) {
	case LINE_NONE:
	case LINE_NOTE:
		args->note = *text ? text : NULL;
		return NULL;
	case LINE_WHY:
		args->note = args->value = text;
		return *text ? NULL : _("this has to be said");
	case LINE_REQUEST:
		args->value = text;
		return *text && strspn(text, "0123456789") == strlen(text) && strlen(text) < 19
		               ? NULL
		               : _("this is no number of a request");
	case LINE_PAPER:
		args->paper = text;
		return *text ? NULL : _("this has to be said");
	case LINE_NUMBER_DAY:
		take_word(&rest, number);
		args->number = number;
		break;
	case LINE_DAY:
		if (!*text)
			return NULL;
		break;
	case LINE_DAY_WHY:
		break;
	}
	take_word(&rest, word);
	why = day_wanted(word, now, day);
	args->until = day;
	args->note = args->law = rest;
	return why || a->act->line != LINE_DAY_WHY || *rest ? why : _("behind the day, why");
}

/* Why it is issued anew is said, and now to whom. */
static enum next ask_more(struct screen *s)
{
	const struct ask_order *a = ask_order_of(s);
	struct ui *ui = s->ui;
	char *city = a->city ? xstrdup(a->city) : NULL, *text = xstrdup(prompt_text(s));
	struct ask ask = {.verb = a->act->verb,
	                  .id = a->id,
	                  .version = a->version,
	                  .city = city,
	                  .question = text};
	enum screen_id more = a->act->asks;

	ui_next(ui, s, NEXT_CLOSE);
	ui_push(ui, more, &ask);
	free(city);
	free(text);
	return NEXT_NOTHING;
}

static enum next choose(struct screen *s, enum verb verb)
{
	const struct ask_order *a = ask_order_of(s);
	struct order_args args = {.city = a->city};
	char number[WORD], day[WHEN_DATE_SIZE];
	const char *why = read_line(a, prompt_text(s), &args, number, day);

	if (why)
		ui_say(s->ui, STYLE_ERROR, "%s", why);
	if (why || !ui_ready(s->ui))
		return NEXT_PAINT;
	prompt_remember(s);
	if (a->act->asks)
		return ask_more(s);
	order_send(s->console, a->act, a->id, a->version, &args, prompt_text(s));
	return NEXT_CLOSE;
}

static const struct action actions[] = {{VERB_CHOOSE, choose}, PROMPT_ACTIONS, {VERB_NONE, NULL}};

const struct screen_ops screen_ask_order = {
        .context = CONTEXT_PROMPT,
        .overlay = true,
        .actions = actions,
        .hints = prompt_hints,
        .open = ask_order_open,
        .close = ask_order_close,
        .paint = prompt_paint,
        .cursor = prompt_cursor,
        .key = prompt_key,
};
