/* The institutions of a city with how many of their orders are open, and below what the one under
 * the cursor owns; Enter shows its orders. */
#include "console/screen/screens.h"

#include "console/data/result.h"
#include "console/data/session.h"
#include "console/order/register.h"
#include "console/terminal/term.h"
#include "console/ui/ask.h"
#include "console/ui/frame.h"
#include "console/ui/list_screen.h"
#include "console/ui/report.h"
#include "console/ui/ui.h"
#include "lib/base/buf.h"
#include "lib/base/i18n.h"
#include "lib/base/text.h"
#include "lib/base/xmalloc.h"
#include "lib/db/db_result.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

enum { CODE = 14, NUMBER = 5 };

struct institutions {
	struct screen screen;
	struct list list;
	struct lines preview;
	struct institution {
		char *code, *name, *address, *email, *phone, *contact, *successor; /* never NULL */
		json_t *owns;    /* {code of a kind of things: where, or a list of streets} */
		json_t *objects; /* {that code: what it is called} */
		int64_t open;
		bool active;
	} * v;
};

static struct institutions *institutions_of(const struct screen *s)
{
	return (struct institutions *)(uintptr_t)s;
}

static void forget(struct screen *s)
{
	struct institutions *o = institutions_of(s);

	for (size_t i = 0; i < o->list.n; i++) {
		struct institution *v = &o->v[i];
		char *const texts[] = {v->code,  v->name,    v->address,  v->email,
		                       v->phone, v->contact, v->successor};
		for (size_t t = 0; t < sizeof(texts) / sizeof(*texts); t++)
			free(texts[t]);
		json_decref(v->owns);
		json_decref(v->objects);
	}
	free(o->v);
	o->v = NULL;
}

static const struct institution *selected(const struct institutions *o)
{
	return o->list.cursor < o->list.n ? &o->v[o->list.cursor] : NULL;
}

static void add_line(struct lines *l, const char *text)
{
	if (*text)
		lines_add(l, STYLE_PLAIN, 1, text);
}

/* Where all things of a kind are an institution's; the words of api.institutions(). */
static const struct {
	const char *word, *text;
} wheres[] = {{"everywhere", N_("everywhere in the city")}, {"area", N_("in an area on the map")}};

static const char *where_text(const char *word)
{
	for (size_t i = 0; i < sizeof(wheres) / sizeof(*wheres); i++)
		if (strcmp(wheres[i].word, word) == 0)
			return _(wheres[i].text);
	return word;
}

/* 'traffic sign: вул. Лісова 1-33 odd, …' */
static void owns_line(struct lines *l, const char *object, const json_t *where)
{
	struct buf line = {0};
	const json_t *street;
	char *text;
	size_t i;

	buf_addf(&line, "%s: %s", object,
	         json_is_string(where) ? where_text(json_string_value(where)) : "");
	json_array_foreach(where, i, street)
		buf_addf(&line, "%s%s", i ? ", " : "", json_string_value(street));
	text = text_visible(line.data, line.len, TEXT_ONE_LINE);
	lines_add(l, STYLE_PLAIN, 1, text);
	free(text);
	buf_release(&line);
}

static void compute(struct screen *s)
{
	struct institutions *o = institutions_of(s);
	const struct institution *v = selected(o);
	const char *object;
	json_t *where;

	lines_release(&o->preview);
	lines_init(&o->preview, term_columns());
	if (!v)
		return;
	add_line(&o->preview, v->name);
	add_line(&o->preview, v->address);
	add_line(&o->preview, v->email);
	add_line(&o->preview, v->phone);
	add_line(&o->preview, v->contact);
	if (*v->successor)
		lines_addf(&o->preview, STYLE_SOON, 1, _("its duties has: %s"), v->successor);
	lines_add(&o->preview, STYLE_HEADING, 1, _("Owns"));
	json_object_foreach(v->owns, object, where)
		owns_line(&o->preview, json_string_value(json_object_get(v->objects, object)),
		          where);
	s->ui->dirty = true;
}

static void moved(void *owner)
{
	compute(owner);
}

static void loaded(struct screen *s, const PGresult *res, const struct db_error *error)
{
	struct institutions *o = institutions_of(s);
	size_t n;

	if (!list_screen_answered(s, error, forget))
		return;
	n = (size_t)PQntuples(res);
	o->v = xcalloc(n + 1, sizeof(*o->v));
	for (size_t i = 0; i < n; i++)
		o->v[i] = (struct institution){
		        .code = result_field(res, (int)i, "code"),
		        .name = result_field(res, (int)i, "name"),
		        .address = result_field(res, (int)i, "address"),
		        .email = result_field(res, (int)i, "email"),
		        .phone = result_field(res, (int)i, "phone"),
		        .contact = result_field(res, (int)i, "contact"),
		        .successor = result_field(res, (int)i, "successor"),
		        .owns = db_result_json(res, (int)i, "owns"),
		        .objects = db_result_json(res, (int)i, "objects"),
		        .open = db_result_int(res, (int)i, "open_orders"),
		        .active = db_result_bool(res, (int)i, "active"),
		};
	list_set(&o->list, n, true);
	compute(s);
	list_screen_replay(s);
}

static void load(struct screen *s)
{
	const char *city[] = {session_city_code(s->ui->session)};

	if (*city[0])
		ui_ask(s, QUERY_INSTITUTIONS, city, loaded);
}

static void paint_row(const struct list *l, size_t i, int y)
{
	const struct institution *v = &((const struct institutions *)l->owner)->v[i];
	char *open = xasprintf("%lld", (long long)v->open);
	struct buf line = {0};

	report_cell(&line, -NUMBER, open);
	report_cell(&line, CODE, v->code);
	buf_adds(&line, v->name);
	list_row(l, i, y, v->active ? STYLE_PLAIN : STYLE_FAINT, line.data);
	buf_release(&line);
	free(open);
}

static const struct list_ops rows = {
        .paint = paint_row,
        .moved = moved,
        .empty = N_("no institution is known here"),
        .column = 1,
};

static struct screen *institutions_open(struct ui *ui, const struct ask *ask)
{
	struct institutions *o = xcalloc(1, sizeof(*o));

	screen_init(&o->screen, ui, &screen_institutions);
	list_screen_init(&o->screen, &o->list, &rows);
	load(&o->screen);
	return &o->screen;
}

static void institutions_close(struct screen *s)
{
	forget(s);
	lines_release(&institutions_of(s)->preview);
	list_release(s->list);
	free(s);
}

static void institutions_paint(struct screen *s)
{
	char *position = list_position(s->list);

	frame_bar(s->ui);
	frame_title(_("Institutions, and how many of their orders are open"), position);
	free(position);
	list_place(s->list, FRAME_TOP, frame_height() / 2);
	list_paint(s->list);
	if (selected(institutions_of(s)))
		list_screen_preview(s, NULL, &institutions_of(s)->preview);
}

static enum next open_orders(struct screen *s, enum verb verb)
{
	const struct institution *v = selected(institutions_of(s));
	char *filter;

	if (list_screen_waits(s, verb) || !v)
		return NEXT_PAINT;
	filter = xasprintf("institution:%s", v->code);
	orders_show(s, filter);
	free(filter);
	return NEXT_NOTHING;
}

static const struct action actions[] = {{VERB_OPEN, open_orders}, LIST_ACTIONS};

static const enum verb hints[] = {VERB_OPEN, VERB_REGISTER, VERB_BACK, VERB_NONE};

const struct screen_ops screen_institutions = {
        .context = CONTEXT_UNIT,
        .actions = actions,
        .hints = hints,
        .open = institutions_open,
        .close = institutions_close,
        .resize = compute,
        .paint = institutions_paint,
        .cursor = list_screen_cursor,
        .refresh = load,
};
