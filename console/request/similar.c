/* Reads the requests that are near and alike into a list, and the one under the cursor whole. */
#include "console/request/similar.h"

#include "console/data/result.h"
#include "console/data/session.h"
#include "console/data/statements.h"
#include "console/ui/ask.h"
#include "console/ui/dispatch.h"
#include "console/ui/ui.h"
#include "lib/base/buf.h"
#include "lib/base/i18n.h"
#include "lib/base/when.h"
#include "lib/base/xmalloc.h"
#include "lib/db/db_error.h"
#include "lib/db/db_result.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { DAY = 86400 };

struct similar *similar_of(const struct screen *s)
{
	return (struct similar *)(uintptr_t)s;
}

const struct similar_item *similar_selected(const struct similar *s)
{
	return s->list.cursor < s->list.n ? &s->items[s->list.cursor] : NULL;
}

void similar_compute(struct similar *s)
{
	int64_t now = session_now(s->screen.ui->session);
	const struct similar_item *item;

	lines_release(&s->words);
	lines_init(&s->words, term_columns());
	if (s->mine.json)
		detail_description(&s->mine, &s->words);
	lines_release(&s->preview);
	lines_init(&s->preview, term_columns());
	item = similar_selected(s);
	if (item && s->other.json && s->other.row->id == item->id)
		detail_lines(&s->other, &s->preview, now);
	s->screen.ui->dirty = true;
}

const struct detail *similar_read(const struct similar *s)
{
	const struct similar_item *item = similar_selected(s);

	return item && s->mine.json && s->other.json && s->other.row->id == item->id ? &s->other
	                                                                             : NULL;
}

/* What was chosen before it was read, is chosen now. */
static void choose_late(struct similar *s)
{
	if (!s->choosing || !similar_read(s))
		return;
	s->choosing = false;
	ui_verb(s->screen.ui, &s->screen, VERB_CHOOSE);
}

static void other_came(struct screen *screen, const PGresult *res, const struct db_error *error)
{
	struct similar *s = similar_of(screen);

	if (!detail_take(&s->other, res, error))
		return;
	similar_compute(s);
	choose_late(s);
}

void similar_load_other(void *similar)
{
	struct similar *s = similar;

	if (similar_selected(s))
		ui_ask_id(&s->screen, QUERY_REQUEST, similar_selected(s)->id, other_came);
	similar_compute(s);
}

static void mine_came(struct screen *screen, const PGresult *res, const struct db_error *error)
{
	struct similar *s = similar_of(screen);

	if (!detail_take(&s->mine, res, error))
		return;
	similar_compute(s);
	choose_late(s);
}

/* '80 m  2 d': how far away it is, and how long before or after. */
static void add_distance(struct buf *out, const char *distance, int64_t days)
{
	char *left = when_left(days * DAY, 0);

	buf_addf(out, "%s%s%s", distance ? distance : "", distance ? "  " : "", left);
	free(left);
}

static char *distance_text(const PGresult *res, int line)
{
	char *metres = result_text(res, line, "distance_m");
	char *text = metres ? xasprintf(_("%ld m"), strtol(metres, NULL, 10)) : NULL;

	free(metres);
	return text;
}

static struct similar_item item_of(const PGresult *res, int line)
{
	struct similar_item item = {db_result_int(res, line, "id"),
	                            (int)db_result_int(res, line, "version"), NULL,
	                            distance_text(res, line)};
	char *status = result_text(res, line, "status");
	char *category = result_text(res, line, "category_name");
	char *title = result_text(res, line, "title");
	struct buf out = {0};

	buf_addf(&out, "%" PRId64 " %s  ", item.id, status_word(status_find(status ? status : "")));
	add_distance(&out, item.distance, db_result_int(res, line, "days"));
	buf_addf(&out, "  %s  %s", category ? category : "", title ? title : "");
	item.line = buf_steal(&out);
	free(status);
	free(category);
	free(title);
	return item;
}

static void came(struct screen *screen, const PGresult *res, const struct db_error *error)
{
	struct similar *s = similar_of(screen);
	int n = error ? 0 : PQntuples(res);
	size_t before;

	if (error) {
		ui_say_error(screen->ui, error);
	}
	before = s->list.n;
	s->items = xreallocarray(s->items, before + (size_t)n + 1, sizeof(*s->items));
	for (int i = 0; i < n; i++)
		s->items[before + (size_t)i] = item_of(res, i);
	list_set(&s->list, before + (size_t)n, true);
	similar_load_other(s);
	list_screen_replay(screen);
}

void similar_load(struct similar *s)
{
	ui_ask_id(&s->screen, QUERY_REQUEST, s->id, mine_came);
	ui_ask_id(&s->screen, QUERY_SIMILAR, s->id, came);
}

static void added(struct screen *screen, const PGresult *res, const struct db_error *error)
{
	struct similar *s = similar_of(screen);
	const struct row *row;
	size_t before;

	if (!detail_take(&s->other, res, error)) {
		char *why = error ? db_error_text(error) : xstrdup("");
		ui_say(screen->ui, STYLE_ERROR, "%s", why);
		free(why);
		return;
	}
	row = s->other.row;
	before = s->list.n;
	s->items = xreallocarray(s->items, before + 1, sizeof(*s->items));
	memmove(s->items + 1, s->items, before * sizeof(*s->items));
	s->items[0] = (struct similar_item){row->id, row->version,
	                                    xasprintf("%" PRId64 " %s  %s  %s", row->id,
	                                              status_word(row->status), row->category,
	                                              row->title),
	                                    NULL};
	list_set(&s->list, before + 1, s->list.complete);
	list_go(&s->list, 0);
	similar_compute(s);
}

void similar_add(struct similar *s, int64_t id)
{
	ui_ask_id(&s->screen, QUERY_REQUEST, id, added);
}

void similar_release(struct similar *s)
{
	for (size_t i = 0; i < s->list.n; i++) {
		free(s->items[i].line);
		free(s->items[i].distance);
	}
	list_release(&s->list);
	free(s->items);
	detail_release(&s->mine);
	detail_release(&s->other);
	lines_release(&s->words);
	lines_release(&s->preview);
}
