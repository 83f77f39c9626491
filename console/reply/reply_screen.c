/* What the screens for an answer and for a template share: typing, keeping the text on disk, the
 * outside editor, throwing it away. */
#include "console/reply/reply_screen.h"

#include "console/data/session.h"
#include "console/reply/placeholder.h"
#include "console/terminal/term.h"
#include "console/ui/text_field.h"
#include "console/ui/ui.h"
#include "lib/base/i18n.h"
#include "lib/base/when.h"
#include "lib/program/settings.h"

#include <stdlib.h>
#include <string.h>

struct reply_screen *reply_screen_of(const struct screen *s)
{
	return (struct reply_screen *)(uintptr_t)s;
}

static void say_kept(struct ui *ui, int64_t kept_at)
{
	char *at = when_short(kept_at, session_now(ui->session));

	ui_say(ui, STYLE_SOON, _("your text of %s is back"), at);
	free(at);
}

/* The file may be all that is left of a text. */
static bool say_aside(struct ui *ui, const struct draft *d)
{
	if (d->aside == DRAFT_ASIDE_DAMAGED)
		ui_say(ui, STYLE_ERROR, _("the kept text was damaged, its file: %s"),
		       d->aside_path);
	else if (d->aside == DRAFT_ASIDE_EDITOR)
		ui_say(ui, STYLE_ERROR, _("the editor did not end well, its file: %s"),
		       d->aside_path);
	return d->aside != DRAFT_ASIDE_NONE;
}

int64_t reply_screen_open(struct reply_screen *r, struct ui *ui, const struct screen_ops *ops,
                          const struct ask *ask, const char *city, int columns)
{
	const char *login = ui->session->login ? ui->session->login : "";
	int64_t kept_at;

	screen_init(&r->screen, ui, ops);
	r->reply.id = ask->id;
	r->reply.version = ask->version;
	kept_at = reply_open(&r->reply, login, city, columns);
	if (!say_aside(ui, &r->reply.draft) && kept_at)
		say_kept(ui, kept_at);
	return kept_at;
}

void reply_screen_close(struct reply_screen *r)
{
	reply_screen_keep(&r->screen);
	reply_close(&r->reply);
}

void reply_screen_touched(struct reply_screen *r)
{
	reply_touch(&r->reply);
	ui_save_soon(r->screen.ui);
}

void reply_screen_paint(struct reply_screen *r, int y, int height)
{
	r->y = y;
	r->height = height > 1 ? height : 1;
	field_paint(&r->reply.edit, &r->top, y, r->height, placeholder_find);
}

/* What the disk refused is tried again soon. */
void reply_screen_keep(struct screen *s)
{
	char *complaint = reply_keep(&reply_screen_of(s)->reply);

	if (!complaint)
		return;
	ui_say(s->ui, STYLE_ERROR, _("the text is kept in memory alone: %s"), complaint);
	free(complaint);
	ui_save_later(s->ui);
}

void reply_screen_cursor(const struct screen *s, int *y, int *x)
{
	const struct reply_screen *r = reply_screen_of(s);

	field_cursor(&r->reply.edit, r->top, r->y, y, x);
}

enum next reply_screen_key(struct screen *s, keycode k)
{
	struct reply_screen *r = reply_screen_of(s);

	if (!key_is_text(k))
		return NEXT_NOTHING;
	edit_type(&r->reply.edit, k);
	reply_screen_touched(r);
	return NEXT_PAINT;
}

enum next reply_screen_paste(struct screen *s, const char *text)
{
	struct reply_screen *r = reply_screen_of(s);

	if (r->reply.edit.chosen)
		edit_verb(&r->reply.edit, VERB_DELETE, r->height);
	edit_insert(&r->reply.edit, text);
	reply_screen_touched(r);
	return NEXT_PAINT;
}

enum next reply_screen_edit(struct screen *s, enum verb verb)
{
	struct reply_screen *r = reply_screen_of(s);
	size_t before = r->reply.edit.text.len;

	edit_verb(&r->reply.edit, verb, r->height);
	if (r->reply.edit.text.len != before)
		reply_screen_touched(r);
	return NEXT_PAINT;
}

enum next reply_screen_editor(struct screen *s, enum verb verb)
{
	char *complaint = reply_edit(&reply_screen_of(s)->reply, s->ui->settings->editor);

	if (complaint)
		ui_say(s->ui, STYLE_ERROR, "%s", complaint);
	free(complaint);
	reply_screen_keep(s);
	return NEXT_PAINT;
}

static enum next throw_away(struct screen *below, int64_t id, int version)
{
	reply_drop(&reply_screen_of(below)->reply);
	return NEXT_CLOSE;
}

enum next reply_screen_discard(struct screen *s, enum verb verb)
{
	ui_push(s->ui, SCREEN_CONFIRM,
	        &(struct ask){.question = _("Throw this text away?"), .yes = throw_away});
	return NEXT_PAINT;
}
