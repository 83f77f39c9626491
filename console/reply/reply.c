/* Joins a text being written with its draft on disk, and finds it again among the responses of its
 * request. */
#include "console/reply/reply.h"

#include "console/reply/editor.h"
#include "console/reply/placeholder.h"
#include "console/reply/text_merge.h"
#include "console/reply/unkept.h"
#include "lib/base/text.h"
#include "lib/base/xmalloc.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* What is in memory is newer than what is on disk. */
static bool find_text(struct reply *l, const char *login, const char *city, struct draft_text *text)
{
	char *stem = draft_stem(login, city, l->id);
	bool found = unkept_take(stem, &l->draft, text) ||
	             draft_open(&l->draft, login, city, l->id, text);

	free(stem);
	return found;
}

/* What nobody knows to be for the resident's eyes is not. */
static enum reply_kind kind_of(const struct draft_text *text)
{
	if (text->kind == DRAFT_KIND_UNKNOWN)
		return REPLY_NOTE;
	return text->kind > 0 && text->kind < REPLY_KINDS ? (enum reply_kind)text->kind
	                                                  : REPLY_ANSWER;
}

int64_t reply_open(struct reply *l, const char *login, const char *city, int columns)
{
	struct draft_text text = {0};

	edit_init(&l->edit, columns);
	if (!find_text(l, login, city, &text))
		return 0;
	edit_set(&l->edit, text.body);
	free(text.body);
	l->kind = kind_of(&text);
	l->response = text.response;
	if (text.version)
		l->version = text.version;
	l->sending = text.sending;
	l->touched = l->unsaved = true;
	return text.saved_at;
}

static struct draft_text text_of(const struct reply *l)
{
	return (struct draft_text){.body = (char *)(uintptr_t)edit_text(&l->edit),
	                           .version = l->version,
	                           .response = l->response,
	                           .kind = l->kind,
	                           .sending = l->sending};
}

void reply_close(struct reply *l)
{
	if (l->unsaved && l->edit.text.len > 0) {
		struct draft_text text = text_of(l);
		text.body = xstrdup(text.body);
		text.saved_at = (int64_t)time(NULL);
		unkept_put(&l->draft, &text);
	} else {
		draft_close(&l->draft);
	}
	edit_release(&l->edit);
	free(l->base);
	*l = (struct reply){.draft.fd = -1};
}

void reply_touch(struct reply *l)
{
	l->touched = l->unsaved = true;
	if (l->sending.state == SENDING_SAME)
		l->sending.state = SENDING_CHANGED;
}

static char *save(struct reply *l)
{
	struct draft_text text = text_of(l);
	char *complaint = draft_save(&l->draft, &text);

	l->unsaved = complaint != NULL;
	return complaint;
}

char *reply_keep(struct reply *l)
{
	if (!l->unsaved)
		return NULL;
	if (l->edit.text.len > 0)
		return save(l);
	reply_drop(l);
	return NULL;
}

void reply_drop(struct reply *l)
{
	draft_remove(&l->draft);
	l->unsaved = false;
}

void reply_send(struct reply *l, enum sending_as as)
{
	if (l->sending.state != SENDING_SAME || l->sending.as != as)
		uuid_new(l->sending.key);
	l->sending.state = SENDING_SAME;
	l->sending.as = as;
	l->unsaved = true;
}

bool reply_went_on(const struct reply *l)
{
	return l->sending.state == SENDING_CHANGED;
}

static int64_t id_of(const json_t *response)
{
	return json_integer_value(json_object_get(response, "id"));
}

static bool state_is(const json_t *response, const char *state)
{
	const char *value = json_string_value(json_object_get(response, "state"));

	return value && strcmp(value, state) == 0;
}

/* Whether a field of the JSON holds that text, which was made harmless before it was typed. */
static bool holds(const json_t *object, const char *field, const char *text)
{
	char *theirs = detail_text(object, field);
	char *mine = text_visible(text, strlen(text), TEXT_KEEP_LINES);
	bool same = strcmp(theirs, mine) == 0;

	free(mine);
	free(theirs);
	return same;
}

void reply_rebase(struct reply *l, const struct detail *d)
{
	size_t i;
	json_t *response;

	l->version = d->row->version;
	json_array_foreach(json_object_get(d->json, "responses"), i, response) {
		if (id_of(response) > l->seen)
			l->seen = id_of(response);
		if (l->response && id_of(response) == l->response) {
			free(l->base);
			l->base = detail_text(response, "body");
		}
	}
}

void reply_take_draft(struct reply *l, const struct detail *d)
{
	const json_t *draft = detail_draft(d);

	if (draft && !l->touched && l->kind != REPLY_REFERRAL) {
		char *body = detail_text(draft, "body");
		edit_set(&l->edit, body);
		free(body);
		l->response = id_of(draft);
		l->kind = REPLY_ANSWER;
	}
	if (d->row->version == l->version)
		reply_rebase(l, d);
}

/* The element of an array of objects whose member has that value; NULL where there is none. */
static const json_t *find(const json_t *array, const char *member, const json_t *value)
{
	size_t i;
	json_t *object;

	json_array_foreach(array, i, object)
		if (json_equal(json_object_get(object, member), value))
			return object;
	return NULL;
}

/* What was done under the key, if anything. */
static const json_t *done_under_key(const struct reply *l, const struct detail *d)
{
	json_t *key = json_string(l->sending.key);
	const json_t *done = l->sending.state == SENDING_NONE
	                             ? NULL
	                             : find(json_object_get(d->json, "keys"), "key", key);

	json_decref(key);
	return done;
}

/* Of a text that was written as a response; it stands on that from now on. */
static enum reply_fate fate_of_response(struct reply *l, const struct detail *d, const json_t *done)
{
	const json_t *response = find(json_object_get(d->json, "responses"), "id",
	                              json_object_get(done, "response"));
	bool public = json_is_true(json_object_get(response, "public"));

	if (!response || state_is(response, "published") ||
	    (!public && l->sending.state == SENDING_SAME))
		return REPLY_DELIVERED;
	l->response = id_of(response);
	free(l->base);
	l->base = NULL;
	return json_equal(json_object_get(response, "version"), json_object_get(done, "version"))
	               ? REPLY_SAVED
	               : REPLY_REVISED;
}

/* A unit's answer goes under no key; but what was sent stands among the responses. */
static bool unit_answered(const struct reply *l, const struct detail *d)
{
	size_t i;
	json_t *response;

	if (l->kind != REPLY_REFERRAL || l->sending.state != SENDING_SAME)
		return false;
	json_array_foreach(json_object_get(d->json, "responses"), i, response) {
		if (id_of(response) > l->seen && holds(response, "body", edit_text(&l->edit)))
			return true;
	}
	return false;
}

static enum reply_fate fate_of(struct reply *l, const struct detail *d)
{
	const json_t *done = done_under_key(l, d);
	const char *verb = json_string_value(json_object_get(done, "verb"));

	if (!verb)
		return unit_answered(l, d) ? REPLY_DELIVERED : REPLY_OPEN;
	return strcmp(verb, "draft") == 0 || strcmp(verb, "note") == 0
	               ? fate_of_response(l, d, done)
	               : REPLY_DELIVERED;
}

bool reply_is_done(const struct reply *l, const struct detail *d)
{
	return done_under_key(l, d) != NULL;
}

enum reply_fate reply_settle(struct reply *l, const struct detail *d)
{
	enum reply_fate fate = fate_of(l, d);

	if (fate == REPLY_DELIVERED)
		l->response = 0;
	if (fate != REPLY_OPEN || l->sending.state == SENDING_CHANGED)
		l->sending.state = SENDING_NONE;
	l->unsaved = true;
	return fate;
}

bool reply_forget_lost(struct reply *l, const struct detail *d)
{
	size_t i;
	json_t *response;

	json_array_foreach(json_object_get(d->json, "responses"), i, response)
		if (id_of(response) == l->response)
			return false;
	if (!l->response || json_is_true(json_object_get(d->json, "sealed")))
		return false;
	l->response = 0;
	l->sending.state = SENDING_NONE;
	l->unsaved = true;
	free(l->base);
	l->base = NULL;
	return true;
}

const json_t *reply_theirs(const struct reply *l, const struct detail *d)
{
	const json_t *theirs = NULL;
	size_t i;
	json_t *response;

	json_array_foreach(json_object_get(d->json, "responses"), i, response) {
		bool same_place =
		        l->response ? id_of(response) == l->response : id_of(response) > l->seen;
		bool public = json_is_true(json_object_get(response, "public"));
		if (same_place && public == (l->kind == REPLY_ANSWER))
			theirs = response;
	}
	if (l->kind == REPLY_QUESTION || l->kind == REPLY_REFERRAL || !theirs ||
	    holds(theirs, "body", edit_text(&l->edit)) ||
	    (l->base && holds(theirs, "body", l->base)))
		return NULL;
	return theirs;
}

bool reply_next_placeholder(struct reply *l)
{
	struct edit *e = &l->edit;
	size_t start, len;

	if (!placeholder_find(edit_text(e), e->cursor + e->chosen, &start, &len) &&
	    !placeholder_find(edit_text(e), 0, &start, &len))
		return false;
	edit_choose(e, start, len);
	return true;
}

void reply_insert(struct reply *l, const char *text)
{
	struct edit *e = &l->edit;
	size_t start = e->cursor, at, len;

	edit_insert(e, text);
	reply_touch(l);
	if (placeholder_find(edit_text(e), start, &at, &len) && at < e->cursor)
		edit_choose(e, at, len);
}

/* The draft on disk is the editor's text before the editor's file goes. */
static char *take_edited(struct reply *l, const char *text, const char *path)
{
	char *complaint;

	if (strcmp(text, edit_text(&l->edit)) != 0) {
		edit_set(&l->edit, text);
		reply_touch(l);
	}
	complaint = save(l);
	if (!complaint)
		unlink(path);
	return complaint;
}

char *reply_edit(struct reply *l, const char *editor)
{
	char *text = NULL;
	char *complaint = save(l); /* the editor's file belongs to a draft, be it an empty one */
	char *path = draft_editor_path(&l->draft), *edited = draft_edited_path(&l->draft);

	if (!complaint)
		complaint = editor_run(editor, path, edited, edit_text(&l->edit), &text);
	if (text)
		complaint = take_edited(l, text, edited);
	l->unsaved = true;
	free(text);
	free(edited);
	free(path);
	return complaint;
}

bool reply_has_marks(const struct reply *l)
{
	return merge_has_marks(edit_text(&l->edit));
}

void reply_merge(struct reply *l, const json_t *theirs, const char *my_name)
{
	char *text = detail_text(theirs, "body");
	char *who = detail_text(theirs, "author");
	char *merged = merge_texts(edit_text(&l->edit), my_name, text, who);

	edit_set(&l->edit, merged);
	reply_touch(l);
	free(merged);
	free(who);
	free(text);
}

void reply_take_theirs(struct reply *l, const json_t *theirs)
{
	char *text = detail_text(theirs, "body");

	edit_set(&l->edit, text);
	l->response = state_is(theirs, "published") ? 0 : id_of(theirs);
	reply_touch(l);
	free(text);
}
