/* Chooses the request that another one is a duplicate of. */
#include "console/screen/screens.h"

#include "console/action/begin.h"
#include "console/action/send.h"
#include "console/request/similar.h"
#include "console/terminal/term.h"
#include "console/ui/ask.h"
#include "console/ui/frame.h"
#include "console/ui/lines.h"
#include "console/ui/ui.h"
#include "lib/base/i18n.h"
#include "lib/base/xmalloc.h"
#include "lib/db/db_params.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { HEADINGS = 2, WORDS = 3 };

#define METRES 111320.0 /* of a degree */

static void paint_item(const struct list *l, size_t i, int y)
{
	const struct similar *s = l->owner;

	list_row(l, i, y, STYLE_PLAIN, s->items[i].line);
}

static int64_t id_of(const void *owner, size_t i)
{
	const struct similar *s = owner;

	return s->items[i].id;
}

static const struct list_ops rows = {
        .paint = paint_item,
        .id = id_of,
        .moved = similar_load_other,
        .empty = N_("nothing near, nothing similar"),
        .column = 3,
        .digits = true,
};

static struct screen *similar_open(struct ui *ui, const struct ask *ask)
{
	struct similar *s = xcalloc(1, sizeof(*s));

	screen_init(&s->screen, ui, &screen_similar);
	list_screen_init(&s->screen, &s->list, &rows);
	s->id = ask->id;
	s->version = ask->version;
	similar_load(s);
	return &s->screen;
}

static void similar_close(struct screen *screen)
{
	similar_release(similar_of(screen));
	free(screen);
}

static void similar_resize(struct screen *screen)
{
	similar_compute(similar_of(screen));
}

/* From above: the words of this request, the list, all of the one under the cursor. */
static int words_height(const struct similar *s)
{
	int most = frame_height() < 12 ? 1 : WORDS;

	return (int)s->words.n < most ? (int)s->words.n : most;
}

static void similar_paint(struct screen *screen)
{
	struct similar *s = similar_of(screen);
	int words = words_height(s), y = FRAME_TOP + words;
	char *title = xasprintf(_("%lld · is the same as"), (long long)s->id);

	frame_bar(screen->ui);
	frame_title(title, "");
	free(title);
	lines_paint(&s->words, 0, FRAME_TOP, words);
	term_text(y, 0, term_columns(), STYLE_HEADING, _("── Near and similar"));
	list_place(&s->list, y + 1, (frame_height() - words - HEADINGS) / 2);
	list_paint(&s->list);
	list_screen_preview(screen, NULL, &s->preview);
}

static enum next merge(struct screen *screen, int64_t id, int version)
{
	struct similar *s = similar_of(screen);
	struct db_params params = {0};

	db_params_int(&params, id);
	db_params_int(&params, act_version(screen->console, id, version));
	return act_finish(screen, VERB_MERGE, s->id, s->version, params.text[0], params.text[1]);
}

/* Whether it does not look like the same thing: another kind of thing, and elsewhere. */
static bool is_doubtful(const struct row *mine, const struct row *other)
{
	return strcmp(mine->category, other->category) != 0 &&
	       strcmp(mine->district, other->district) != 0;
}

static double degrees(const struct detail *d, const char *field)
{
	return json_number_value(json_object_get(d->json, field));
}

/* Of one that was not found by being near: straight on, to the metre. Empty where one has no place.
 * The caller frees it. */
static char *distance_text(const struct similar *s, const struct similar_item *item)
{
	const struct detail *mine = &s->mine, *other = &s->other;
	double down, across;

	if (item->distance)
		return xstrdup(item->distance);
	if (!json_is_number(json_object_get(mine->json, "lat")) ||
	    !json_is_number(json_object_get(other->json, "lat")))
		return xstrdup("");
	down = (degrees(mine, "lat") - degrees(other, "lat")) * METRES;
	across = (degrees(mine, "long") - degrees(other, "long")) * METRES *
	         cos(degrees(mine, "lat") * M_PI / 180);
	return xasprintf(_("%ld m"), (long)hypot(down, across));
}

static void ask(struct screen *screen, const struct similar_item *item, const struct row *other)
{
	char *distance = distance_text(similar_of(screen), item);
	char *question =
	        xasprintf(_("%lld is elsewhere and about something else: %s%s%s · %s. The same?"),
	                  (long long)item->id, distance, *distance ? " · " : "", other->district,
	                  other->category);

	ui_push(screen->ui, SCREEN_CONFIRM,
	        &(struct ask){.id = item->id,
	                      .version = item->version,
	                      .question = question,
	                      .yes = merge});
	free(question);
	free(distance);
}

static enum next choose(struct screen *screen, enum verb verb)
{
	struct similar *s = similar_of(screen);
	const struct similar_item *item = similar_selected(s);
	const struct detail *other = similar_read(s);

	if (list_screen_waits(screen, verb) || !item || !ui_ready(screen->ui))
		return NEXT_PAINT;
	s->choosing = !other;
	if (!other)
		return NEXT_PAINT;
	if (!is_doubtful(s->mine.row, other->row))
		return merge(screen, item->id, item->version);
	ask(screen, item, other->row);
	return NEXT_PAINT;
}

static enum next other(struct screen *screen, enum verb verb)
{
	ui_push(screen->ui, SCREEN_ASK_NUMBER, &(struct ask){0});
	return NEXT_PAINT;
}

static const struct action actions[] = {{VERB_CHOOSE, choose}, {VERB_OTHER, other}, LIST_ACTIONS};

static const enum verb hints[] = {VERB_CHOOSE, VERB_BACK, VERB_OTHER,
                                  VERB_DOWN,   VERB_UP,   VERB_NONE};

const struct screen_ops screen_similar = {
        .context = CONTEXT_PICKER,
        .actions = actions,
        .hints = hints,
        .open = similar_open,
        .close = similar_close,
        .resize = similar_resize,
        .paint = similar_paint,
        .cursor = list_screen_cursor,
        .key = list_screen_key,
};
