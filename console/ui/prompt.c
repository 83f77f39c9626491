/* Paints a label and a line to type beside it, scrolled so that the cursor is seen. */
#include "console/ui/prompt.h"

#include "console/terminal/term.h"
#include "console/ui/frame.h"
#include "console/ui/ui.h"
#include "lib/base/xmalloc.h"

#include <stdlib.h>

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
	struct text_line *lines;
	size_t line;
	int column;

	edit_lines(&p->edit, &lines, &line, &column);
	free(lines);
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
	if (key_is_text(k))
		edit_type(&prompt_of(s)->edit, k);
	return NEXT_PAINT;
}

enum next prompt_edit(struct screen *s, enum verb verb)
{
	edit_verb(&prompt_of(s)->edit, verb, 1);
	return NEXT_PAINT;
}

const enum verb prompt_hints[] = {VERB_CHOOSE, VERB_BACK, VERB_NONE};
