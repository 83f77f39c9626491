/* Completes the words of a filter, and paints what they can become. */
#include "console/prompt/filter_prompt.h"

#include "console/data/catalogue.h"
#include "console/filter/filter.h"
#include "console/terminal/term.h"
#include "console/ui/console.h"
#include "console/ui/ui.h"
#include "lib/base/text.h"
#include "lib/base/xmalloc.h"

#include <stdlib.h>
#include <string.h>

static struct filter_prompt *filter_of(const struct screen *s)
{
	return (struct filter_prompt *)(uintptr_t)s;
}

void filter_prompt_typed(struct screen *s)
{
	struct filter_prompt *f = filter_of(s);

	f->chosen = 0;
	complete_find(&f->completion, f->language, edit_text(&f->prompt.edit),
	              f->prompt.edit.cursor, s->console->catalogue, s->ui->layout);
}

void filter_prompt_init(struct filter_prompt *f, struct ui *ui, const struct screen_ops *ops,
                        const struct filter_language *language, const char *label,
                        const char *filter)
{
	char *text = xasprintf("%s%s", filter, *filter ? " " : "");
	char *city = filter_value(language, filter, "city");

	prompt_init(&f->prompt, ui, ops, label, text);
	f->language = language;
	catalogue_load(ui->console->catalogue, city);
	filter_prompt_typed(&f->prompt.screen);
	free(city);
	free(text);
}

void filter_prompt_release(struct filter_prompt *f)
{
	complete_release(&f->completion);
	prompt_release(&f->prompt);
}

bool filter_prompt_key(struct screen *s, keycode k)
{
	const struct edit *e = &filter_of(s)->prompt.edit;

	if (k == ' ' && e->cursor > 0 && edit_text(e)[e->cursor - 1] == ' ')
		return false;
	return prompt_key(s, k) == NEXT_PAINT;
}

/* Each Tab puts in the next candidate; the only one is final, so that what follows shows. */
enum filter_prompt_put filter_prompt_complete(struct screen *s)
{
	struct filter_prompt *f = filter_of(s);
	struct completion *c = &f->completion;
	struct edit *e = &f->prompt.edit;
	const char *text, *with;
	char *all;
	size_t cursor;

	if (c->n == 0 || !*c->v[0].text)
		return FILTER_PROMPT_NONE;
	f->chosen = f->chosen % c->n + 1;
	text = edit_text(e);
	with = c->v[f->chosen - 1].text;
	all = xasprintf("%.*s%s%s", (int)c->from, text, with, text + c->to);
	cursor = c->from + strlen(with);
	edit_set(e, all);
	edit_choose(e, cursor, 0);
	c->to = cursor;
	free(all);
	return c->n == 1 ? FILTER_PROMPT_ONLY : FILTER_PROMPT_ONE;
}

static void paint_candidates(const struct filter_prompt *f, int y)
{
	const struct completion *c = &f->completion;
	int x = 1;

	term_text(y, 0, term_columns(), STYLE_PLAIN, "");
	for (size_t i = 0; i < c->n && x < term_columns() - 1; i++) {
		const struct candidate *one = &c->v[i];
		bool explained = *one->help && (c->n == 1 || !strchr(one->text, ':'));
		char *text = xasprintf("%s%s%s", one->text, *one->text && explained ? " " : "",
		                       explained ? one->help : "");
		enum style style = i + 1 == f->chosen ? STYLE_SELECTED : STYLE_FAINT;
		if (x + text_width(text) < term_columns() || i == 0)
			x += term_text(y, x, -1, style, text) + 2;
		free(text);
	}
}

/* The catalogue may have come since the last key. */
void filter_prompt_paint(struct screen *s)
{
	int y = 0, x = 0;

	if (filter_of(s)->chosen == 0)
		filter_prompt_typed(s);
	prompt_paint(s);
	prompt_cursor(s, &y, &x);
	paint_candidates(filter_of(s), y - 1);
}
