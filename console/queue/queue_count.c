/* How long the queue is, and how much has come in since the operator looked. */
#include "console/data/session.h"
#include "console/data/statements.h"
#include "console/queue/queue.h"
#include "console/ui/ui.h"
#include "lib/base/buf.h"
#include "lib/base/i18n.h"
#include "lib/base/xmalloc.h"
#include "lib/db/db_result.h"

#include <stdlib.h>

struct count {
	struct queue *queue;
	unsigned epoch;
};

static void counted(void *arg, const PGresult *res, const struct db_error *error)
{
	struct count *count = arg;
	struct queue *q = count->queue;

	if (count->epoch == q->epoch && !error && PQntuples(res) == 1) {
		q->total = db_value_int(res, 0);
		q->arrived = q->since ? db_result_int(res, 0, "arrived") : 0;
		if (!q->since)
			q->since = xstrdup(db_result_text(res, 0, "at"));
		q->ui->dirty = true;
	}
	free(count);
}

void queue_count(struct queue *q)
{
	struct count *count = xmalloc(sizeof(*count));
	const char *params[] = {q->json, q->since};

	*count = (struct count){q, q->epoch};
	session_query(q->ui->session, QUERY_COUNT, params, counted, count);
}

void queue_forget(struct queue *q)
{
	free(q->since);
	q->since = NULL;
	q->arrived = 0;
}

void queue_seen(struct queue *q)
{
	queue_forget(q);
	queue_count(q);
}

char *queue_position(const struct queue *q, size_t marked)
{
	const struct pages *p = &q->pages;
	long long at = p->list.n ? (long long)p->before + (long long)p->list.cursor + 1 : 0;
	struct buf text = {0};

	if (q->arrived > 0) {
		buf_addf(&text, ngettext("%lld arrived", "%lld arrived", (unsigned long)q->arrived),
		         (long long)q->arrived);
		buf_adds(&text, "  ");
	}
	if (marked > 0) {
		buf_addf(&text, ngettext("%zu marked", "%zu marked", (unsigned long)marked),
		         marked);
		buf_adds(&text, "  ");
	}
	if (q->total < 0)
		buf_addf(&text, "%lld/…", at);
	else
		buf_addf(&text, "%lld/%lld", q->total < at ? (long long)q->total : at,
		         (long long)q->total);
	return buf_steal(&text);
}
