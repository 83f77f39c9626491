/* Follows what a screen is at with the questions to the database. */
#include "console/order/thing_pane.h"

#include "console/data/session.h"
#include "console/terminal/term.h"
#include "console/ui/ask.h"
#include "console/ui/ui.h"
#include "lib/db/db_error.h"
#include "lib/db/db_params.h"

#include <stdlib.h>

/* Whether s is at another thing by now than the one that was asked for. */
static bool is_another(const struct screen *s)
{
	const struct thing *t = s->ops->thing(s);

	return t && (t->kind != s->pane->kind || t->id != s->pane->id);
}

static void answered(struct screen *s, const PGresult *res, const struct db_error *error)
{
	struct thing_pane *p = s->pane;

	p->asking = false;
	free(p->trouble);
	p->trouble = error ? db_error_text(error) : NULL;
	if (p->kind == THING_REQUEST)
		detail_take(&p->request, res, error);
	else
		thing_detail_take(&p->detail, p->kind, res, error);
	s->ui->dirty = true;
	if (s->ops->resize)
		s->ops->resize(s);
	if (!error && (p->stale || is_another(s)))
		pane_follow(s, p->stale);
}

static const enum query questions[] = {[THING_ORDER] = QUERY_ORDER_DETAIL,
                                       [THING_DEFECT] = QUERY_DEFECT_DETAIL,
                                       [THING_REQUEST] = QUERY_REQUEST,
                                       [THING_ROUND] = QUERY_ROUND_DETAIL,
                                       [THING_CAMPAIGN] = QUERY_CAMPAIGN_DETAIL};

/* Whether all of t is there, at the version of its line or a later one. */
static bool is_there(const struct thing_pane *p, const struct thing *t)
{
	if (t->kind != THING_REQUEST)
		return thing_detail_is(&p->detail, t);
	return p->request.json && p->request.row->id == t->id &&
	       p->request.row->version >= t->version;
}

void pane_follow(struct screen *s, bool anew)
{
	struct thing_pane *p = s->pane;
	const struct thing *t = s->ops->thing(s);
	struct db_params params = {0};

	if (p->asking && anew)
		p->stale = true;
	if (p->asking || !t || (!anew && is_there(p, t)))
		return;
	p->asking = true;
	p->stale = false;
	p->kind = t->kind;
	p->id = t->id;
	db_params_int(&params, t->id);
	ui_ask(s, questions[t->kind], params.text, answered);
}

void pane_compute(struct screen *s, int columns, int text_columns)
{
	struct thing_pane *p = s->pane;
	const struct thing *t = s->ops->thing(s);

	lines_release(&p->lines);
	lines_init(&p->lines, columns);
	lines_release(&p->text);
	lines_init(&p->text, text_columns);
	if (t && t->kind == THING_REQUEST && is_there(p, t)) {
		detail_preview(&p->request, &p->lines, session_now(s->ui->session));
	} else if (t && p->detail.json && p->detail.thing->kind == t->kind &&
	           p->detail.thing->id == t->id) {
		thing_lines(&p->detail, &p->lines, session_now(s->ui->session));
		thing_order_text(&p->detail, &p->text);
	} else if (p->trouble) {
		lines_add(&p->lines, STYLE_ERROR, 1, p->trouble);
	}
}

void pane_release(struct thing_pane *p)
{
	thing_detail_release(&p->detail);
	detail_release(&p->request);
	lines_release(&p->lines);
	lines_release(&p->text);
	free(p->trouble);
}
