/* Tells the database where the operator is, once that is so for a moment, and asks who is where. */
#include "console/queue/presence.h"

#include "console/data/result.h"
#include "console/data/session.h"
#include "console/data/statements.h"
#include "console/queue/queue.h"
#include "console/ui/ui.h"
#include "lib/base/buf.h"
#include "lib/base/i18n.h"
#include "lib/base/when.h"
#include "lib/base/xmalloc.h"
#include "lib/db/db_array.h"
#include "lib/db/db_params.h"

#include <stdlib.h>
#include <string.h>

enum {
	REST = 300,        /* ms that one has to be somewhere before it is said */
	AGAIN = 40000,     /* ms until it is said again; the database keeps it for 60 s */
	GATHER = 150,      /* ms in which reasons to ask are gathered */
	LOOK_AGAIN = 20000 /* ms: who goes without a word is gone then */
};

void presence_init(struct presence *p, struct ui *ui, const struct queue *queue)
{
	*p = (struct presence){.ui = ui, .queue = queue};
}

static void free_present(struct present *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		free(v[i].name);
	free(v);
}

void presence_release(struct presence *p)
{
	free_present(p->v, p->n);
	p->v = NULL;
	p->n = 0;
}

const struct present *presence_find(const struct presence *p, int64_t id)
{
	for (size_t i = 0; i < p->n; i++)
		if (p->v[i].id == id)
			return &p->v[i];
	return NULL;
}

static bool same(struct place a, struct place b)
{
	return a.id == b.id && a.doing == b.doing;
}

static void ignore(void *arg, const PGresult *res, const struct db_error *error)
{
}

static void clear(struct presence *p)
{
	struct db_params params = {0};

	db_params_int(&params, p->told.id);
	if (p->told.id && session_ready(p->ui->session))
		session_query(p->ui->session, QUERY_PRESENCE_CLEAR, params.text, ignore, NULL);
	p->told = (struct place){0};
}

static void tell(struct presence *p)
{
	struct db_params params = {0};

	if (!session_ready(p->ui->session))
		return;
	db_params_int(&params, p->wanted.id);
	db_params_text(&params, p->wanted.doing == DOING_REPLY ? "reply" : "view");
	session_query(p->ui->session, QUERY_PRESENCE_SET, params.text, ignore, NULL);
	p->told = p->wanted;
	p->tell_at = when_ticks() + AGAIN;
	ui_wake_in(p->ui, AGAIN);
	presence_read_soon(p);
}

void presence_follow(struct presence *p)
{
	struct place now = ui_place(p->ui);

	if (same(now, p->wanted))
		return;
	if (p->told.id != now.id)
		clear(p);
	p->wanted = now;
	p->tell_at = now.id && !same(now, p->told) ? when_ticks() + REST : 0;
	if (p->tell_at)
		ui_wake_in(p->ui, REST);
}

void presence_read_soon(struct presence *p)
{
	int64_t at = when_ticks() + GATHER;

	if (p->read_at && p->read_at < at)
		return;
	p->read_at = at;
	ui_wake_in(p->ui, GATHER);
}

static bool differs(const struct presence *p, const struct present *v, size_t n)
{
	bool differ = p->n != n;

	for (size_t i = 0; i < n && !differ; i++)
		differ = p->v[i].id != v[i].id || p->v[i].replies != v[i].replies ||
		         strcmp(p->v[i].name, v[i].name) != 0;
	return differ;
}

static struct present *take(const PGresult *res, size_t n)
{
	struct present *v = xcalloc(n + 1, sizeof(*v));

	for (size_t i = 0; i < n; i++) {
		char *id = result_text(res, (int)i, "id");
		char *name = result_text(res, (int)i, "full_name");
		char *doing = result_text(res, (int)i, "doing");
		v[i].id = id ? strtoll(id, NULL, 10) : 0;
		v[i].name = name ? name : xstrdup("");
		v[i].replies = doing && strcmp(doing, "reply") == 0;
		free(id);
		free(doing);
	}
	return v;
}

static void answered(void *arg, const PGresult *res, const struct db_error *error)
{
	struct presence *p = arg;
	size_t n;
	struct present *v;

	if (error)
		return;
	n = (size_t)PQntuples(res);
	v = take(res, n);
	p->ui->dirty |= differs(p, v, n);
	free_present(p->v, p->n);
	p->v = v;
	p->n = n;
	if (n > 0) {
		p->read_at = when_ticks() + LOOK_AGAIN;
		ui_wake_in(p->ui, LOOK_AGAIN);
	}
}

static void read_now(struct presence *p)
{
	const struct pages *pages = &p->queue->pages;
	struct buf ids = {0};

	db_array_add_int(&ids, p->wanted.id);
	for (size_t i = 0; i < pages->list.n; i++)
		db_array_add_int(&ids, pages->rows[i]->id);
	db_array_end(&ids);
	if (session_ready(p->ui->session))
		session_query(p->ui->session, QUERY_PRESENCE, (const char *const[]){ids.data},
		              answered, p);
	buf_release(&ids);
}

/* Whether that moment has come; asks to be woken where it has not. */
static bool is_due(struct presence *p, int64_t *at)
{
	int64_t left = *at - when_ticks();

	if (*at && left > 0)
		ui_wake_in(p->ui, (int)left);
	if (!*at || left > 0)
		return false;
	*at = 0;
	return true;
}

void presence_tick(struct presence *p)
{
	if (is_due(p, &p->tell_at))
		tell(p);
	if (is_due(p, &p->read_at))
		read_now(p);
}

void presence_forget(struct presence *p)
{
	p->told = p->wanted = (struct place){0};
	presence_follow(p);
	presence_read_soon(p);
}

void presence_leave(struct presence *p)
{
	clear(p);
}

char *presence_text(const struct presence *p)
{
	const struct present *who = presence_find(p, p->wanted.id);

	if (!who)
		return NULL;
	return xasprintf(who->replies ? _("%s is writing an answer here") : _("%s looks at this"),
	                 who->name);
}
