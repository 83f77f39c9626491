/* Gathers the bindings that begin with the keys typed so far, and paints them in columns. */
#include "console/ui/key_hints.h"

#include "console/terminal/keymap.h"
#include "console/terminal/term.h"
#include "console/terminal/verbs.h"
#include "console/ui/dispatch.h"
#include "console/ui/ui.h"
#include "lib/base/buf.h"
#include "lib/base/text.h"
#include "lib/base/xmalloc.h"

#include <stdlib.h>

enum { HINTS_MAX = 48, GAP = 2 };

struct hints {
	struct {
		char *text;
		bool works;
	} each[HINTS_MAX];
	int n, width; /* columns of the widest */
};

/* 'z/я' for what was typed, 's/і snooze' for what can follow. The caller frees it. */
static char *keys_text(const struct ui *ui, const struct key_sequence *keys, const char *help)
{
	struct buf out = {0};

	keymap_print(ui->keymap, keys, "/", &out);
	buf_addf(&out, " %s", help);
	return buf_steal(&out);
}

static void gather(struct hints *h, const struct ui *ui, const struct screen *top)
{
	const struct key_sequence *typed = &ui->typed;
	const struct binding *b = NULL;

	while (h->n < HINTS_MAX &&
	       (b = keymap_after(ui->keymap, top->ops->context, typed, b)) != NULL) {
		struct key_sequence rest = {.n = 0};
		char *text;
		int width;
		if (!ui_offers(top, b->verb))
			continue;
		for (int i = typed->n; i < b->keys.n; i++)
			rest.k[rest.n++] = b->keys.k[i];
		text = keys_text(ui, &rest, verb_help(b->verb));
		width = text_width(text);
		h->each[h->n].text = text;
		h->each[h->n++].works = ui_has(top, b->verb) && !ui_refuses(top, b->verb);
		h->width = width > h->width ? width : h->width;
	}
}

/* So many that none of them is below the screen; then they are cut, rather than left out. */
static int columns_for(const struct hints *h)
{
	int fit = (term_columns() - 1) / (h->width + GAP), room = term_lines() - 1;
	int needed = room > 0 ? (h->n + room - 1) / room : 1;

	if (fit < 1)
		fit = 1;
	return fit > needed ? fit : needed;
}

void hints_paint(const struct ui *ui, const struct screen *top)
{
	struct hints h = {.n = 0};
	int columns, rows, width, y;
	char *typed, *title;

	gather(&h, ui, top);
	columns = columns_for(&h);
	width = columns > 1 ? (term_columns() - 1) / columns : term_columns() - 1;
	width = width < h.width + GAP ? width : h.width + GAP;
	rows = (h.n + columns - 1) / columns;
	y = term_lines() - rows;
	if (y < 1)
		y = 1;
	typed = keys_text(ui, &ui->typed, "…");
	title = xasprintf("── %s", typed);
	term_text(y - 1, 0, term_columns(), STYLE_HEADING, title);
	free(title);
	free(typed);
	for (int row = 0; row < rows; row++)
		term_text(y + row, 0, term_columns(), STYLE_PLAIN, "");
	for (int i = 0; i < h.n; i++) {
		char *cut = text_ellipsis(h.each[i].text, width - 1);
		term_text(y + i % rows, 1 + i / rows * width, -1,
		          h.each[i].works ? STYLE_PLAIN : STYLE_FAINT, cut);
		free(cut);
		free(h.each[i].text);
	}
}
