/* Writes a round into a new file: as a page to print, or as GPX. */
#include "console/prompt/prompts.h"

#include "console/order/round_sheet.h"
#include "console/ui/ask.h"
#include "console/ui/prompt.h"
#include "console/ui/ui.h"
#include "lib/base/file_keep.h"
#include "lib/base/file_why.h"
#include "lib/base/i18n.h"
#include "lib/base/xmalloc.h"
#include "lib/db/db_result.h"

#include <errno.h>
#include <stdlib.h>

enum { MODE = 0600 };

struct round_file {
	struct prompt prompt;
	const struct paper *paper;
	int64_t id;
	char *path; /* that was chosen, until the round is there; NULL: none */
};

static void add_sheet(const PGresult *res, int64_t id, struct buf *out)
{
	char *number = xasprintf("%lld", (long long)id), *page = round_sheet(res, number);

	buf_adds(out, page);
	free(page);
	free(number);
}

static void add_gpx(const PGresult *res, int64_t id, struct buf *out)
{
	(void)id;
	db_result_bytes(res, 0, "data", out);
}

static const struct paper {
	enum verb verb;
	const char *label, *ending;
	enum query query;
	void (*add)(const PGresult *res, int64_t id, struct buf *out);
} papers[] = {
        {VERB_ROUND_SHEET, N_("Write the page to the file:"), "txt", QUERY_ROUND_SHEET, add_sheet},
        {VERB_ROUND_GPX, N_("Write GPX to the file:"), "gpx", QUERY_ROUND_GPX, add_gpx},
};

static struct round_file *round_file_of(const struct screen *s)
{
	return (struct round_file *)(uintptr_t)s;
}

static struct screen *round_file_open(struct ui *ui, const struct ask *ask)
{
	struct round_file *f = xcalloc(1, sizeof(*f));
	char *name;

	f->paper = &papers[ask->verb == VERB_ROUND_GPX];
	f->id = ask->id;
	name = xasprintf("round-%lld.%s", (long long)ask->id, f->paper->ending);
	prompt_init(&f->prompt, ui, &screen_round_file, _(f->paper->label), name);
	free(name);
	return &f->prompt.screen;
}

static void round_file_close(struct screen *s)
{
	free(round_file_of(s)->path);
	prompt_close(s);
}

/* What is there already stays, and the question with it. */
static void write_file(struct screen *s, const PGresult *res, const char *path)
{
	const struct round_file *f = round_file_of(s);
	struct ui *ui = s->ui;
	struct buf out = {0};

	f->paper->add(res, f->id, &out);
	if (file_keep_create(path, out.data, out.len, MODE) == 0) {
		ui_say(ui, STYLE_GOOD, _("written into %s"), path);
		ui_next(ui, s, NEXT_CLOSE);
	} else {
		ui_say(ui, STYLE_ERROR, _("cannot write it: %s"), file_why(errno));
	}
	buf_release(&out);
}

static void loaded(struct screen *s, const PGresult *res, const struct db_error *error)
{
	struct round_file *f = round_file_of(s);
	char *path = f->path;

	f->path = NULL;
	if (error)
		ui_say_error(s->ui, error);
	else
		write_file(s, res, path);
	free(path);
}

static enum next choose(struct screen *s, enum verb verb)
{
	struct round_file *f = round_file_of(s);

	if (f->path || !ui_ready(s->ui))
		return NEXT_PAINT;
	prompt_remember(s);
	f->path = xstrdup(prompt_text(s));
	ui_ask_id(s, f->paper->query, f->id, loaded);
	return NEXT_PAINT;
}

static const struct action actions[] = {{VERB_CHOOSE, choose}, PROMPT_ACTIONS, {VERB_NONE, NULL}};

const struct screen_ops screen_round_file = {
        .context = CONTEXT_PROMPT,
        .overlay = true,
        .actions = actions,
        .hints = prompt_hints,
        .open = round_file_open,
        .close = round_file_close,
        .paint = prompt_paint,
        .cursor = prompt_cursor,
        .key = prompt_key,
};
