/* Asks from which day to which, or for a year; answers what asked with both as numbers, 20260301.
 */
#include "console/prompt/prompts.h"

#include "console/terminal/term.h"
#include "console/ui/prompt.h"
#include "console/ui/ui.h"
#include "lib/base/i18n.h"
#include "lib/base/when.h"
#include "lib/base/xmalloc.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

struct period_screen {
	struct prompt prompt;
	enum next (*yes)(struct screen *below, int64_t from, int to);
};

static struct screen *ask_period_open(struct ui *ui, const struct ask *ask)
{
	struct period_screen *p = xcalloc(1, sizeof(*p));

	prompt_init(&p->prompt, ui, &screen_ask_period, _("Days, or a year:"), ask->question);
	p->yes = ask->yes;
	return &p->prompt.screen;
}

static int number_of(const char *day)
{
	return (int)(strtol(day, NULL, 10) * 10000 + strtol(day + 5, NULL, 10) * 100 +
	             strtol(day + 8, NULL, 10));
}

/* '2025', '1.03–31.03' or a day alone. */
static bool read_period(const char *text, int *from, int *to)
{
	char first[WHEN_DATE_SIZE], last[WHEN_DATE_SIZE];

	if (strlen(text) == 4 && strspn(text, "0123456789") == 4 && *text != '0') {
		*from = (int)strtol(text, NULL, 10) * 10000 + 101;
		*to = *from + 1231 - 101;
		return true;
	}
	if (!when_parse_days(text, (int64_t)time(NULL), first, last))
		return false;
	*from = number_of(*first ? first : last);
	*to = number_of(last);
	return *from <= *to;
}

static enum next choose(struct screen *s, enum verb verb)
{
	const struct period_screen *p = (const struct period_screen *)s;
	int from, to;

	if (!read_period(prompt_text(s), &from, &to)) {
		ui_say(s->ui, STYLE_ERROR, _("'%s' are no days; such as 2025, 1.03–31.03.2026"),
		       prompt_text(s));
		return NEXT_PAINT;
	}
	prompt_remember(s);
	p->yes(ui_below(s->ui, s), from, to);
	return NEXT_CLOSE;
}

static const struct action actions[] = {{VERB_CHOOSE, choose}, PROMPT_ACTIONS, {VERB_NONE, NULL}};

const struct screen_ops screen_ask_period = {
        .context = CONTEXT_PROMPT,
        .overlay = true,
        .actions = actions,
        .hints = prompt_hints,
        .open = ask_period_open,
        .close = prompt_close,
        .paint = prompt_paint,
        .cursor = prompt_cursor,
        .key = prompt_key,
};
