/* vartactl audit verify-bundle: whether an archive about an order is what was issued and done.
 * Needs no database: the log's public key is enough. */
#include "admin/audit/audit.h"
#include "admin/audit/log_keys.h"
#include "lib/base/i18n.h"
#include "lib/base/log.h"
#include "lib/base/text.h"
#include "lib/base/when.h"
#include "lib/base/xmalloc.h"
#include "lib/bundle/bundle.h"
#include "lib/bundle/evidence.h"
#include "lib/db/db_words.h"
#include "lib/program/table.h"

#include <stdlib.h>
#include <string.h>

#define PHOTOS "photos/"
#define FILES  "files/"

enum { LINE_AT = 3, LINE_WHO = 4 };

struct checking {
	const struct ctl *ctl;
	const struct log_keys *keys;
	struct bundle bundle;
	const char *order;
	json_int_t id;
	uint64_t size; /* leaves of the checkpoint */
	int events, unsealed;
	json_t *defects;    /* of the order, as its events say */
	int photos, absent; /* that events tell of; those that are not in the archive */
	int files;          /* that events tell of: all of them are there */
	bool issued,
	        papered; /* the proven events that name the hashes of text and PDF were there */
};

static char *hash_of(const struct checking *c, const char *name)
{
	const struct buf *data = bundle_find(&c->bundle, name);
	char *hex = data ? xcalloc(1, BUNDLE_HEX_SIZE) : NULL;

	if (hex)
		bundle_hash(data->data ? data->data : "", data->len, hex);
	return hex;
}

/* Which file's hash stands in which event. */
static const struct {
	const char *verb, *member, *file;
	const char *otherwise;
} bound[] = {
        {"order_issue", "text_hash", "order.txt", N_("order.txt is not the text that was issued")},
        {"document", "sha256", "order.pdf", N_("order.pdf is not the paper that was made")},
};

static const char *check_bound(struct checking *c, const struct evidence *evidence)
{
	for (size_t i = 0; i < sizeof(bound) / sizeof(*bound); i++) {
		const char *said = json_string_value(evidence_after(evidence, bound[i].member));
		char *hash;
		bool same;

		if (strcmp(evidence_verb(evidence), bound[i].verb) != 0)
			continue;
		hash = hash_of(c, bound[i].file);
		same = hash && said && strcmp(hash, said) == 0;
		free(hash);
		if (!same)
			return _(bound[i].otherwise);
		*(i == 0 ? &c->issued : &c->papered) = evidence->sealed;
	}
	return NULL;
}

/* A photo of the order, or of one of its defects. */
static bool is_photo_of(const struct checking *c, const struct evidence *evidence)
{
	json_int_t defect = json_integer_value(evidence_after(evidence, "defect"));
	json_t *each;
	size_t i;

	if (!evidence_after(evidence, "photo"))
		return false;
	json_array_foreach(c->defects, i, each)
		if (defect && json_integer_value(each) == defect)
			return true;
	return false;
}

/* The file of a photo; NULL: it is not there. */
static const struct bundle_file *photo_file(const struct checking *c, const char *hash)
{
	for (size_t i = 0; i < c->bundle.n; i++) {
		const char *name = c->bundle.files[i].name;

		if (strncmp(name, PHOTOS, strlen(PHOTOS)) == 0 &&
		    strncmp(name + strlen(PHOTOS), hash, strlen(hash)) == 0)
			return &c->bundle.files[i];
	}
	return NULL;
}

/* What is kept of a photo is what the event has the hash of. */
static const char *check_photo(struct checking *c, const struct evidence *evidence)
{
	const char *said = json_string_value(evidence_after(evidence, "sha256"));
	const struct bundle_file *file;
	char hex[BUNDLE_HEX_SIZE] = "";

	if (strcmp(evidence_verb(evidence), "photo_keep") != 0)
		return NULL;
	if (!said || strlen(said) != BUNDLE_HEX_SIZE - 1)
		return _("an event has no hash of its photo");
	c->photos++;
	file = photo_file(c, said);
	c->absent += !file;
	if (file)
		bundle_hash(file->data.data ? file->data.data : "", file->data.len, hex);
	return file && strcmp(hex, said) != 0 ? _("a photo is not the one that was kept") : NULL;
}

/* A file came with its event, and is there byte by byte. */
static const char *check_file(struct checking *c, const struct evidence *evidence)
{
	const char *said = json_string_value(evidence_after(evidence, "sha256"));
	json_int_t number = json_integer_value(evidence_after(evidence, "file"));
	char *begin, hex[BUNDLE_HEX_SIZE] = "";

	if (strcmp(evidence_verb(evidence), "file_add") != 0)
		return NULL;
	begin = xasprintf(FILES "%lld.", (long long)number);
	for (size_t i = 0; i < c->bundle.n; i++) {
		const struct bundle_file *file = &c->bundle.files[i];

		if (strncmp(file->name, begin, strlen(begin)) == 0)
			bundle_hash(file->data.data ? file->data.data : "", file->data.len, hex);
	}
	free(begin);
	c->files++;
	return said && strcmp(hex, said) == 0 ? NULL
	                                      : _("a file is missing, or is not the one that came");
}

static int count(const struct checking *c, const char *folder)
{
	int files = 0;

	for (size_t i = 0; i < c->bundle.n; i++)
		files += strncmp(c->bundle.files[i].name, folder, strlen(folder)) == 0;
	return files;
}

/* Nothing is there of which no event tells. */
static const char *check_strangers(const struct checking *c)
{
	if (count(c, PHOTOS) > c->photos - c->absent)
		return _("there is a photo of which no event tells");
	return count(c, FILES) > c->files ? _("there is a file of which no event tells") : NULL;
}

/* What an event tells beside its verb: the registration number of a paper, what a mail server said.
 */
static void print_more(const struct evidence *evidence)
{
	static const char *const members[] = {"paper", "answer", "name"};

	for (size_t i = 0; i < sizeof(members) / sizeof(*members); i++) {
		const char *text = json_string_value(evidence_after(evidence, members[i]));
		char *shown = text ? text_visible(text, strlen(text), TEXT_ONE_LINE) : NULL;

		if (shown)
			printf(" · %s", shown);
		free(shown);
	}
}

static void print_event(const struct checking *c, const struct evidence *evidence)
{
	const char *who = json_string_value(json_array_get(evidence->line, LINE_WHO));
	json_int_t at = json_integer_value(json_array_get(evidence->line, LINE_AT));
	char when[WHEN_LOCAL_SIZE], *shown, *verb;

	if (c->ctl->value[OPT_JSON])
		return;
	when_local(at / 1000000, when);
	shown = text_visible(who ? who : "", who ? strlen(who) : 0, TEXT_ONE_LINE);
	verb = db_event_words(evidence_verb(evidence));
	printf("%s  %s · %s", when, verb, shown);
	print_more(evidence);
	printf("%s\n", evidence->sealed ? "" : _(" (not proven yet)"));
	free(verb);
	free(shown);
}

static const char *check_event(struct checking *c, const json_t *json)
{
	struct evidence evidence;
	const char *why = evidence_read(json, &c->keys->log, &evidence);

	if (!why && json_integer_value(evidence_after(&evidence, "order")) != c->id &&
	    !is_photo_of(c, &evidence))
		why = _("an event is of another order");
	if (!why)
		why = check_bound(c, &evidence);
	if (!why)
		why = check_photo(c, &evidence);
	if (!why)
		why = check_file(c, &evidence);
	if (!why) {
		c->events++;
		c->unsealed += !evidence.sealed;
		c->size = evidence.size > c->size ? evidence.size : c->size;
		print_event(c, &evidence);
	}
	evidence_release(&evidence);
	return why;
}

/* Which defects the order is about: its photos are theirs. */
static void find_defects(struct checking *c, const json_t *events)
{
	struct evidence evidence;
	json_t *event;
	size_t i;

	json_array_foreach(events, i, event) {
		const char *why = evidence_read(event, &c->keys->log, &evidence);
		const json_t *defects = why ? NULL : evidence_after(&evidence, "defects");

		if (json_is_array(defects) &&
		    json_integer_value(evidence_after(&evidence, "order")) == c->id) {
			json_decref(c->defects);
			c->defects = json_deep_copy(defects);
		}
		evidence_release(&evidence);
	}
}

static const char *check_events(struct checking *c)
{
	const struct buf *text = bundle_find(&c->bundle, "bundle.json");
	json_t *json = text ? json_loadb(text->data ? text->data : "", text->len,
	                                 JSON_REJECT_DUPLICATES, NULL)
	                    : NULL;
	const char *why = NULL;
	json_t *event;
	size_t i;

	if (!json_is_array(json_object_get(json, "events"))) {
		json_decref(json);
		return _("bundle.json is not there, or is no list of events");
	}
	c->id = json_integer_value(json_object_get(json, "id"));
	find_defects(c, json_object_get(json, "events"));
	json_array_foreach(json_object_get(json, "events"), i, event) {
		why = check_event(c, event);
		if (why)
			break;
	}
	json_decref(json);
	if (!why)
		why = check_strangers(c);
	if (!why && !c->issued)
		why = _("it is not proven yet that the order was issued: get the archive again "
		        "when the log was sealed");
	if (!why && bundle_find(&c->bundle, "order.pdf") && !c->papered)
		why = _("it is not proven yet that this is the paper: get the archive again when "
		        "the log was sealed");
	return why;
}

static enum exit_code check(struct checking *c, const char *path, const struct buf *file)
{
	char *complaint = bundle_read(file->data ? file->data : "", file->len, &c->bundle);
	const char *why = complaint ? complaint : check_events(c);
	enum exit_code status = EXIT_OK;

	if (why)
		status = audit_complain(c->ctl, path, why);
	else if (c->ctl->value[OPT_JSON])
		table_json_line(json_pack("{s:b, s:i, s:i, s:I, s:i, s:i, s:i}", "ok", true,
		                          "events", c->events, "unproven", c->unsealed, "size",
		                          (json_int_t)c->size, "photos", c->photos, "photos_absent",
		                          c->absent, "files", c->files));
	else if (c->photos)
		printf(_("%1$d photos, of which %2$d are not in the archive: of these the history "
		         "has the hash alone\n"),
		       c->photos, c->absent);
	if (!why && !c->ctl->value[OPT_JSON])
		printf(_("whole: %1$d events, %2$d of them not proven yet; the others stand in the "
		         "log of "
		         "%3$s, of %4$llu entries\n"),
		       c->events, c->unsealed, c->keys->log.name, (unsigned long long)c->size);
	free(complaint);
	return status;
}

enum exit_code audit_verify_bundle(struct ctl *ctl, int argc, char **args)
{
	struct log_keys *keys = xcalloc(1, sizeof(*keys));
	struct checking *c = xcalloc(1, sizeof(*c));
	struct buf file = {0};
	enum exit_code status = EXIT_FAILED;

	*c = (struct checking){.ctl = ctl, .keys = keys};
	if (!log_keys_read(ctl->value[OPT_PUBLIC_KEY], keys))
		status = EXIT_USAGE;
	else if (buf_read_file(&file, args[0]) == 0)
		status = check(c, args[0], &file);
	else
		log_warn(_("cannot read '%s'"), args[0]);
	buf_release(&file);
	bundle_release(&c->bundle);
	json_decref(c->defects);
	free(c);
	free(keys);
	return status;
}
