/* The list of answers that can still be recalled, and the countdown of the last one. */
#include "console/action/recall.h"

#include "console/data/session.h"
#include "console/data/statements.h"
#include "console/queue/queue.h"
#include "console/terminal/keymap.h"
#include "console/terminal/verbs.h"
#include "console/ui/ui.h"
#include "lib/base/i18n.h"
#include "lib/base/xmalloc.h"
#include "lib/db/db_result.h"

#include <stdlib.h>

enum { SECOND = 1000, MINUTE = 60 };

void recall_init(struct recall *recall, struct ui *ui)
{
	*recall = (struct recall){.ui = ui};
}

void recall_release(struct recall *recall)
{
	free(recall->v);
	recall->v = NULL;
	recall->n = 0;
}

static void taken(void *arg, const PGresult *res, const struct db_error *error)
{
	struct recall *recall = arg;
	int n;

	if (error)
		return; /* whoever may not recall has nothing to recall */
	n = PQntuples(res);
	recall_release(recall);
	recall->v = xcalloc((size_t)n + 1, sizeof(*recall->v));
	recall->n = (size_t)n;
	for (int i = 0; i < n; i++)
		recall->v[i] = (struct recallable){db_result_int(res, i, "id"),
		                                   (int)db_result_int(res, i, "version"),
		                                   db_result_int(res, i, "until")};
	recall->ui->dirty = true;
	ui_wake_in(recall->ui, 0);
}

void recall_refresh(struct recall *recall)
{
	session_query(recall->ui->session, QUERY_RECALLABLE, NULL, taken, recall);
}

const struct recallable *recall_find(const struct recall *recall, int64_t id)
{
	for (size_t i = 0; i < recall->n; i++)
		if (recall->v[i].id == id)
			return &recall->v[i];
	return recall->n > 0 ? &recall->v[0] : NULL;
}

char *recall_text(const struct recall *recall)
{
	const struct recallable *last = recall->n > 0 ? &recall->v[0] : NULL;
	long long left;
	char *keys, *more, *text;

	if (!last)
		return NULL;
	left = last->until - session_now(recall->ui->session);
	if (left < 0)
		left = 0;
	keys = keymap_keys(recall->ui->keymap, CONTEXT_ANY, VERB_RECALL, 1, "/");
	more = recall->n > 1 ? xasprintf(" +%zu", recall->n - 1) : xstrdup("");
	text = xasprintf(_("%lld leaves in %lld:%02lld%s · %s %s"), (long long)last->id,
	                 left / MINUTE, left % MINUTE, more, keys, verb_help(VERB_RECALL));
	free(more);
	free(keys);
	return text;
}

int recall_tick(struct recall *recall)
{
	int64_t now = session_now(recall->ui->session);
	size_t kept = 0;

	if (recall->n == 0)
		return -1;
	for (size_t i = 0; i < recall->n; i++)
		if (recall->v[i].until >= now)
			recall->v[kept++] = recall->v[i];
	recall->n = kept;
	recall->ui->dirty = true;
	return SECOND;
}
