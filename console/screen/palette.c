/* Every verb by its name, over the lower part of the screen it is for. */
#include "console/screen/screens.h"

#include "console/action/verb_list.h"
#include "console/terminal/term.h"
#include "console/ui/frame.h"
#include "console/ui/ui.h"

enum { MOST = 10 };

static struct screen *palette_open(struct ui *ui, const struct ask *ask)
{
	return verb_list_new(ui, &screen_palette, ":", true);
}

static int rows(void)
{
	int most = frame_height() - 2;

	return most < MOST ? most : MOST;
}

static void palette_paint(struct screen *s)
{
	struct list *l = s->list;
	int y = FRAME_TOP + frame_height() - 1 - rows();

	for (int i = 0; i < rows(); i++)
		term_text(y + i, 0, term_columns(), STYLE_PLAIN, "");
	term_text(y - 1, 0, term_columns(), STYLE_HEADING, "──");
	list_place(l, y, rows());
	list_paint(l);
	prompt_paint(s);
}

const struct screen_ops screen_palette = {
        .context = CONTEXT_HELP,
        .overlay = true,
        .actions = verb_list_actions,
        .hints = verb_list_hints,
        .open = palette_open,
        .close = prompt_close,
        .paint = palette_paint,
        .cursor = prompt_cursor,
        .key = verb_list_key,
};
