#include "console/letter.h"

#include <stdlib.h>
#include <string.h>

#include "console/editor.h"
#include "lib/text.h"
#include "lib/xmalloc.h"

int64_t letter_open(struct letter *l, const char *login, const char *city, int columns)
{
	struct draft_text text = {0};
	edit_init(&l->edit, columns);
	if (!draft_open(&l->draft, login, city, l->id, &text))
		return 0;
	edit_set(&l->edit, text.body);
	free(text.body);
	l->internal = text.internal;
	l->response = text.response;
	l->version = text.version;
	letter_touch(l);
	return text.saved_at;
}

void letter_close(struct letter *l)
{
	draft_close(&l->draft);
	edit_release(&l->edit);
	free(l->sent);
}

void letter_touch(struct letter *l)
{
	l->touched = l->unsaved = true;
}

static int save(struct letter *l)
{
	struct draft_text text = {.body = (char *)(uintptr_t)edit_text(&l->edit),
	                          .version = l->version,
	                          .response = l->response,
	                          .internal = l->internal};
	l->unsaved = draft_save(&l->draft, &text) != 0;
	return l->unsaved ? -1 : 0;
}

int letter_keep(struct letter *l)
{
	if (!l->unsaved)
		return 0;
	if (l->edit.text.len > 0)
		return save(l);
	letter_drop(l);
	return 0;
}

void letter_drop(struct letter *l)
{
	draft_remove(&l->draft);
	l->unsaved = false;
}

void letter_send(struct letter *l)
{
	free(l->sent);
	l->sent = xstrdup(edit_text(&l->edit));
}

bool letter_went_on(const struct letter *l)
{
	return l->sent && strcmp(l->sent, edit_text(&l->edit)) != 0;
}

bool letter_arrived(struct letter *l, const struct detail *d)
{
	const json_t *newest = detail_draft(d);
	if (!newest || !l->sent)
		return false;
	char *theirs = detail_text(newest, "body");
	char *mine = text_visible(l->sent, strlen(l->sent), TEXT_KEEP_LINES);
	bool same = strcmp(theirs, mine) == 0;
	free(mine);
	free(theirs);
	if (same)
		l->response = json_integer_value(json_object_get(newest, "id"));
	return same;
}

void letter_take_draft(struct letter *l, const struct detail *d)
{
	const json_t *newest = detail_draft(d);
	if (!newest || l->touched)
		return;
	char *body = detail_text(newest, "body");
	edit_set(&l->edit, body);
	free(body);
	l->response = json_integer_value(json_object_get(newest, "id"));
	l->internal = !json_is_true(json_object_get(newest, "public"));
}

char *letter_edit(struct letter *l, const char *editor)
{
	char *text = NULL;
	save(l); /* the editor's file belongs to a draft, be it an empty one */
	char *path = draft_editor_path(&l->draft);
	char *complaint = editor_run(editor, path, edit_text(&l->edit), &text);
	free(path);
	if (text && strcmp(text, edit_text(&l->edit)) != 0) {
		edit_set(&l->edit, text);
		l->touched = true;
	}
	free(text);
	l->unsaved = true;
	return complaint;
}
