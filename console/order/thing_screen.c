/* Shows one order or defect: the facts, and an order's text beside them where there is room, below
 * them otherwise. */
#include "console/order/thing_screen.h"

#include "console/order/thing_line.h"
#include "console/order/thing_list.h"
#include "console/terminal/term.h"
#include "console/ui/frame.h"
#include "console/ui/scroll.h"
#include "console/ui/ui.h"
#include "lib/base/i18n.h"
#include "lib/base/xmalloc.h"

#include <stdlib.h>

enum { BESIDE = 120 /* columns from which the text stands beside the facts */ };

static struct thing_screen *thing_screen_of(const struct screen *s)
{
	return (struct thing_screen *)(uintptr_t)s;
}

static bool is_beside(void)
{
	return term_columns() >= BESIDE;
}

/* All lines that can be scrolled through. */
static size_t lines_n(const struct thing_pane *p)
{
	size_t more = p->lines.n > p->text.n ? p->lines.n : p->text.n;

	return is_beside() ? more : p->lines.n + p->text.n;
}

const struct thing *thing_screen_thing(const struct screen *s)
{
	const struct thing_screen *t = thing_screen_of(s);

	return t->pane.detail.json ? t->pane.detail.thing : &t->seed;
}

void thing_screen_resize(struct screen *s)
{
	struct thing_screen *t = thing_screen_of(s);
	int half = term_columns() / 2;

	pane_compute(s, is_beside() ? half - 1 : term_columns(),
	             is_beside() ? term_columns() - half : term_columns());
	t->pane.text.left = is_beside() ? half : 0;
	t->top = scroll_top(t->top, t->top, lines_n(&t->pane), frame_height());
}

struct screen *thing_screen_new(struct ui *ui, const struct screen_ops *ops, enum thing_kind kind,
                                int64_t id)
{
	struct thing_screen *t = xcalloc(1, sizeof(*t));

	screen_init(&t->screen, ui, ops);
	t->screen.pane = &t->pane;
	t->seed = (struct thing){.kind = kind, .id = id};
	pane_follow(&t->screen, true);
	return &t->screen;
}

void thing_screen_close(struct screen *s)
{
	pane_release(&thing_screen_of(s)->pane);
	free(s);
}

void thing_screen_paint(struct screen *s)
{
	const struct thing_screen *t = thing_screen_of(s);
	const struct thing_pane *p = &t->pane;
	const struct thing *thing = p->detail.json ? p->detail.thing : NULL;
	char *left = thing ? thing_title(thing) : xstrdup("…");
	size_t above = is_beside() ? 0 : p->lines.n;
	size_t top = t->top > above ? t->top - above : 0;
	int y = t->top < above ? (int)(above - t->top) : 0;

	frame_bar(s->ui);
	frame_title(left, thing ? thing->state_name : "");
	free(left);
	lines_paint(&p->lines, t->top, FRAME_TOP, frame_height());
	if (y < frame_height())
		lines_paint(&p->text, top, FRAME_TOP + y, frame_height() - y);
}

void thing_screen_cursor(const struct screen *s, int *y, int *x)
{
	*y = FRAME_TOP;
	*x = 1;
}

static enum next open_link(struct screen *s, size_t i)
{
	struct thing_link link;

	if (thing_link_at(&s->pane->detail, i, &link))
		thing_open(s->ui, link.kind, link.id);
	else
		ui_say(s->ui, STYLE_FAINT, "%s", _("there is nothing here"));
	return NEXT_PAINT;
}

enum next thing_screen_key(struct screen *s, keycode k)
{
	return k >= '1' && k <= '9' ? open_link(s, k - '1') : NEXT_NOTHING;
}

enum next thing_screen_open(struct screen *s, enum verb verb)
{
	return open_link(s, 0);
}

enum next thing_screen_scroll(struct screen *s, enum verb verb)
{
	struct thing_screen *t = thing_screen_of(s);

	t->top = scroll_text(verb, t->top, lines_n(&t->pane), frame_height());
	return NEXT_PAINT;
}

void thing_screen_refresh(struct screen *s)
{
	pane_follow(s, true);
}
