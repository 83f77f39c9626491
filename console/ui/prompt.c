/* Paints a label and a line to type beside it, scrolled so that the cursor is seen. */
#include "console/ui/prompt.h"

#include "console/terminal/term.h"
#include "console/ui/frame.h"
#include "console/ui/ui.h"
#include "lib/base/xmalloc.h"

#include <stdlib.h>
#include <string.h>

enum { REMEMBERED = 50 };

/* Lines that were chosen, by the screen that asked for them, the newest last. */
static struct remembered {
	const struct screen_ops *ops;
	char *text;
} lines[REMEMBERED];
static size_t lines_n;

static struct prompt *prompt_of(const struct screen *s)
{
	return (struct prompt *)(uintptr_t)s;
}

void prompt_init(struct prompt *p, struct ui *ui, const struct screen_ops *ops, const char *label,
                 const char *text)
{
	screen_init(&p->screen, ui, ops);
	edit_init(&p->edit, 0);
	edit_set(&p->edit, text);
	p->label = xstrdup(label);
}

struct screen *prompt_new(struct ui *ui, const struct screen_ops *ops, const char *label,
                          const char *text)
{
	struct prompt *p = xcalloc(1, sizeof(*p));

	prompt_init(p, ui, ops, label, text);
	return &p->screen;
}

const char *prompt_text(const struct screen *s)
{
	return edit_text(&prompt_of(s)->edit);
}

void prompt_release(struct prompt *p)
{
	edit_release(&p->edit);
	free(p->label);
}

void prompt_close(struct screen *s)
{
	prompt_release(prompt_of(s));
	free(prompt_of(s));
}

static int cursor_column(const struct prompt *p)
{
	struct text_line *wrapped;
	size_t line;
	int column;

	edit_lines(&p->edit, &wrapped, &line, &column);
	free(wrapped);
	return column;
}

/* At most two thirds of the line, so that there is room to type. */
static int label_columns(const struct prompt *p)
{
	int width = text_width(p->label), most = term_columns() * 2 / 3;

	return width < most ? width : most;
}

static int field_start(const struct prompt *p)
{
	return 1 + label_columns(p) + 1;
}

static int field_columns(const struct prompt *p)
{
	int columns = term_columns() - field_start(p) - 1;

	return columns > 2 ? columns : 2;
}

/* Columns of the text that are hidden on the left, so that the cursor is seen: half a field at a
 * time, so that typing at the edge does not repaint it all. */
static int hidden(const struct prompt *p)
{
	int column = cursor_column(p), half = field_columns(p) / 2;
	int away = 0;

	while (column - away >= field_columns(p))
		away += half;
	return away;
}

static int line_of(void)
{
	return FRAME_TOP + frame_height() - 1;
}

void prompt_paint(struct screen *s)
{
	const struct prompt *p = prompt_of(s);
	const char *text = edit_text(&p->edit);

	text += text_fit(text, hidden(p), NULL);
	term_text(line_of(), 0, term_columns(), STYLE_PLAIN, "");
	term_text(line_of(), 1, label_columns(p), STYLE_BOLD, p->label);
	term_text(line_of(), field_start(p), -1, STYLE_PLAIN, text);
}

void prompt_cursor(const struct screen *s, int *y, int *x)
{
	const struct prompt *p = prompt_of(s);

	*y = line_of();
	*x = field_start(p) + cursor_column(p) - hidden(p);
}

enum next prompt_key(struct screen *s, keycode k)
{
	if (!key_is_text(k))
		return NEXT_NOTHING;
	edit_type(&prompt_of(s)->edit, k);
	return NEXT_PAINT;
}

enum next prompt_edit(struct screen *s, enum verb verb)
{
	edit_verb(&prompt_of(s)->edit, verb, 1);
	return NEXT_PAINT;
}

void prompt_remember(const struct screen *s)
{
	const char *text = prompt_text(s);

	if (!*text)
		return;
	if (lines_n == REMEMBERED) {
		free(lines[0].text);
		memmove(lines, lines + 1, (REMEMBERED - 1) * sizeof(*lines));
		lines_n--;
	}
	lines[lines_n++] = (struct remembered){s->ops, xstrdup(text)};
}

/* The n-th line of that screen from the end, from 1; NULL: there are not so many. */
static const char *line_back(const struct screen *s, size_t n)
{
	for (size_t i = lines_n; i-- > 0;)
		if (lines[i].ops == s->ops && --n == 0)
			return lines[i].text;
	return NULL;
}

enum next prompt_recall(struct screen *s, enum verb verb)
{
	struct prompt *p = prompt_of(s);
	const char *text;

	if (verb == VERB_DOWN && p->back <= 1) {
		edit_set(&p->edit, "");
		p->back = 0;
		return NEXT_PAINT;
	}
	text = line_back(s, verb == VERB_UP ? p->back + 1 : p->back - 1);
	if (!text)
		return NEXT_NOTHING;
	p->back += verb == VERB_UP ? 1 : (size_t)-1;
	edit_set(&p->edit, text);
	return NEXT_PAINT;
}

const enum verb prompt_hints[] = {VERB_CHOOSE, VERB_BACK, VERB_NONE};
