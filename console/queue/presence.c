#include "console/queue/presence.h"

#include "console/app.h"
#include "console/data/result.h"
#include "lib/buf.h"
#include "lib/i18n.h"
#include "lib/when.h"
#include "lib/xmalloc.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum {
	REST = 300,        /* ms that one has to be somewhere before it is said */
	AGAIN = 40000,     /* ms until it is said again; the database keeps it for 60 s */
	GATHER = 150,      /* ms in which reasons to ask are gathered */
	LOOK_AGAIN = 20000 /* ms: who goes without a word is gone then */
};

void presence_release(struct presence *presence)
{
	for (size_t i = 0; i < presence->n; i++)
		free(presence->v[i].name);
	free(presence->v);
	*presence = (struct presence){0};
}

const struct present *presence_find(const struct presence *presence, int64_t id)
{
	for (size_t i = 0; i < presence->n; i++)
		if (presence->v[i].id == id)
			return &presence->v[i];
	return NULL;
}

static struct place place_of(const struct app *app)
{
	struct place place = {0};
	for (int i = app->depth - 1; i >= 0 && !place.id; i--)
		if (app->stack[i]->ops->attends)
			place = app->stack[i]->ops->attends(app->stack[i]);
	return place;
}

static bool same(struct place a, struct place b)
{
	return a.id == b.id && a.doing == b.doing;
}

static void ignore(void *arg, const PGresult *res, const struct db_error *error)
{
}

static void clear(struct app *app)
{
	char id[24];
	snprintf(id, sizeof(id), "%" PRId64, app->presence.told.id);
	const char *params[] = {id};
	if (app->presence.told.id && db_state(app->session.db) == DB_READY)
		session_query(&app->session, QUERY_PRESENCE_CLEAR, params, ignore, NULL);
	app->presence.told = (struct place){0};
}

static void tell(struct app *app)
{
	struct presence *p = &app->presence;
	char id[24];
	snprintf(id, sizeof(id), "%" PRId64, p->wanted.id);
	const char *params[] = {id, p->wanted.doing == DOING_REPLY ? "reply" : "view"};
	if (db_state(app->session.db) != DB_READY)
		return;
	session_query(&app->session, QUERY_PRESENCE_SET, params, ignore, NULL);
	p->told = p->wanted;
	p->tell_at = when_ticks() + AGAIN;
	app_wake_in(app, AGAIN);
	presence_read_soon(app);
}

void presence_follow(struct app *app)
{
	struct presence *p = &app->presence;
	struct place now = place_of(app);
	if (same(now, p->wanted))
		return;
	if (p->told.id != now.id)
		clear(app);
	p->wanted = now;
	p->tell_at = now.id && !same(now, p->told) ? when_ticks() + REST : 0;
	if (p->tell_at)
		app_wake_in(app, REST);
}

void presence_read_soon(struct app *app)
{
	int64_t at = when_ticks() + GATHER;
	if (app->presence.read_at && app->presence.read_at < at)
		return;
	app->presence.read_at = at;
	app_wake_in(app, GATHER);
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
	struct app *app = arg;
	struct presence *p = &app->presence, old = {0};
	if (error)
		return;
	size_t n = (size_t)PQntuples(res);
	struct present *v = take(res, n);
	app->dirty |= differs(p, v, n);
	old.v = p->v;
	old.n = p->n;
	p->v = v;
	p->n = n;
	presence_release(&old);
	if (n > 0) {
		p->read_at = when_ticks() + LOOK_AGAIN;
		app_wake_in(app, LOOK_AGAIN);
	}
}

static void read_now(struct app *app)
{
	const struct pages *pages = &app->queue.pages;
	struct buf ids = {0};
	buf_addf(&ids, "{%" PRId64, app->presence.wanted.id);
	for (size_t i = 0; i < pages->n; i++)
		buf_addf(&ids, ",%" PRId64, pages->rows[i]->id);
	buf_addc(&ids, '}');
	const char *params[] = {ids.data};
	if (db_state(app->session.db) == DB_READY)
		session_query(&app->session, QUERY_PRESENCE, params, answered, app);
	buf_release(&ids);
}

/* Whether that moment has come; asks to be woken where it has not. */
static bool is_due(struct app *app, int64_t *at)
{
	int64_t left = *at - when_ticks();
	if (*at && left > 0)
		app_wake_in(app, (int)left);
	if (!*at || left > 0)
		return false;
	*at = 0;
	return true;
}

void presence_tick(struct app *app)
{
	if (is_due(app, &app->presence.tell_at))
		tell(app);
	if (is_due(app, &app->presence.read_at))
		read_now(app);
}

void presence_forget(struct app *app)
{
	app->presence.told = app->presence.wanted = (struct place){0};
	presence_follow(app);
	presence_read_soon(app);
}

void presence_leave(struct app *app)
{
	clear(app);
}

char *presence_text(const struct app *app)
{
	const struct present *who = presence_find(&app->presence, app->presence.wanted.id);
	if (!who)
		return NULL;
	return xasprintf(who->replies ? _("%s is writing an answer here") : _("%s looks at this"),
	                 who->name);
}
