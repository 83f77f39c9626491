/* Paints the screens from the lowest one that is seen up to the one on top, and the frame. */
#include "console/ui/paint.h"

#include "console/terminal/term.h"
#include "console/ui/frame.h"
#include "console/ui/key_hints.h"
#include "console/ui/ui.h"
#include "lib/base/i18n.h"
#include "lib/base/xmalloc.h"

#include <stdlib.h>

enum { MIN_COLUMNS = 40, MIN_LINES = 10 };

static void paint_too_small(void)
{
	char *wanted;

	term_text(0, 0, -1, STYLE_PLAIN, _("the terminal is too small"));
	wanted = xasprintf(_("%d columns and %d lines are needed"), MIN_COLUMNS, MIN_LINES);
	term_text(1, 0, -1, STYLE_PLAIN, wanted);
	free(wanted);
	term_show(0, 0);
}

void ui_paint(struct ui *ui)
{
	int first, y, x;
	const struct screen *top;

	ui->dirty = false;
	ui->hooks->painting(ui);
	term_erase();
	if (term_columns() < MIN_COLUMNS || term_lines() < MIN_LINES) {
		paint_too_small();
		return;
	}
	first = ui->depth - 1;
	while (first > 0 && ui->stack[first]->ops->overlay)
		first--;
	for (int i = first; i < ui->depth; i++)
		ui->stack[i]->ops->paint(ui->stack[i]);
	top = ui_top(ui);
	frame_bottom(ui, top);
	if (ui->typed.n > 0)
		hints_paint(ui, top);
	y = 0;
	x = 0;
	top->ops->cursor(top, &y, &x);
	term_show(y, x);
}
