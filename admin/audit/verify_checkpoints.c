/* Reads the checkpoints that were kept outside: each has to be signed by the log, and of one size
 * there is only one. */
#include "admin/audit/verify.h"
#include "lib/base/i18n.h"
#include "lib/base/log.h"
#include "lib/base/xmalloc.h"

#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>

enum { CHECKPOINTS_MAX = 1 << 30 };

static int by_size(const void *a, const void *b)
{
	const struct known_checkpoint *left = a, *right = b;

	if (left->size != right->size)
		return left->size < right->size ? -1 : 1;
	return memcmp(&left->root, &right->root, sizeof(left->root));
}

static void add(struct verify *v, const struct checkpoint *checkpoint)
{
	if ((v->n & (v->n - 1)) == 0)
		v->checkpoints =
		        xreallocarray(v->checkpoints, v->n ? 2 * v->n : 1, sizeof(*v->checkpoints));
	v->checkpoints[v->n].size = checkpoint->size;
	v->checkpoints[v->n++].root = checkpoint->root;
}

/* The signatures of witnesses that are known; a wrong one is a fault. */
static void look_for_witnesses(struct verify *v, const struct note *note, uint64_t size)
{
	for (size_t i = 0; i < v->keys.n; i++) {
		enum note_verdict verdict = note_check(note, &v->keys.witnesses[i], NULL);
		char *what;

		if (verdict == NOTE_SIGNED && size > v->witnessed[i])
			v->witnessed[i] = size;
		if (verdict != NOTE_FORGED)
			continue;
		what = xasprintf(_("the checkpoint of %" PRIu64 " leaves has a forged signature of "
		                   "the witness %s"),
		                 size, v->keys.witnesses[i].name);
		verify_fault(v, &(struct fault){.what = what});
		free(what);
	}
}

static void take(struct verify *v, const struct note *note, size_t nth, const char *place)
{
	struct checkpoint checkpoint;
	const char *wrong = checkpoint_of_note(note, &v->keys.log, &checkpoint);
	char *what;

	if (!wrong) {
		add(v, &checkpoint);
		look_for_witnesses(v, note, checkpoint.size);
		return;
	}
	what = xasprintf(_("checkpoint %zu in '%s': %s"), nth, place, wrong);
	verify_fault(v, &(struct fault){.what = what});
	free(what);
}

/* Mails and the like may have put carriage returns in. */
static void drop_returns(struct buf *text)
{
	size_t to = 0;

	for (size_t from = 0; from < text->len; from++)
		if (text->data[from] != '\r')
			text->data[to++] = text->data[from];
	text->len = to;
	if (text->data)
		text->data[to] = '\0';
}

static void read_notes(struct verify *v, const struct buf *text, const char *place)
{
	size_t nth = 0;
	struct note note;

	for (size_t at = 0; at < text->len; at += note.len) {
		const char *wrong = note_parse_first(text->data + at, text->len - at, &note);
		char *what;

		nth++;
		if (!wrong) {
			take(v, &note, nth, place);
			continue;
		}
		what = xasprintf(_("checkpoint %zu in '%s': %s"), nth, place, wrong);
		verify_fault(v, &(struct fault){.what = what});
		free(what);
	}
}

/* Of one size there is one root; the array is of different sizes then. */
static void sort(struct verify *v)
{
	struct known_checkpoint *all = v->checkpoints;
	size_t kept = 0;

	if (!all)
		return;
	qsort(all, v->n, sizeof(*all), by_size);
	for (size_t i = 0; i < v->n; i++) {
		const struct known_checkpoint *last = kept ? &all[kept - 1] : NULL;
		char *what;

		if (!last || last->size != all[i].size) {
			all[kept++] = all[i];
		} else if (!merkle_equal(&last->root, &all[i].root)) {
			what = xasprintf(
			        _("two different checkpoints of %" PRIu64 " leaves were signed"),
			        last->size);
			verify_fault(v, &(struct fault){.what = what});
			free(what);
		}
	}
	v->n = kept;
}

/* A file; or a folder or an address, where they stand beside the tiles, in one file, or only the
 * newest of them. */
static bool read_place(struct verify *v, const char *given, struct buf *text)
{
	char *place = fetch_place(given);
	struct stat st;
	bool is_log = fetch_is_url(place) || (stat(place, &st) == 0 && S_ISDIR(st.st_mode));
	char *path = is_log ? xasprintf("%s/checkpoints", place) : xstrdup(place);
	enum fetch_result result;
	bool ok;
	char *why = fetch_get(v->fetch, path, CHECKPOINTS_MAX, text, &result);

	if (result == FETCH_ABSENT && is_log) {
		free(why);
		free(path);
		buf_clear(text);
		path = xasprintf("%s/checkpoint", place);
		why = fetch_get(v->fetch, path, CHECKPOINTS_MAX, text, NULL);
	}
	if (why)
		log_warnx("%s", why);
	if (is_log && !v->tiles)
		v->tiles = xstrdup(place);
	free(path);
	free(place);
	ok = !why;
	free(why);
	return ok;
}

/* The witnesses that are demanded have to have signed the newest one. */
static void demand_witnesses(struct verify *v)
{
	for (size_t i = 0; i < v->keys.n; i++) {
		char *what;

		if (!v->keys.demanded[i] || v->witnessed[i] == verify_size(v))
			continue;
		what = xasprintf(_("the newest checkpoint, of %" PRIu64
		                   " leaves, is not signed by the witness %s, which has signed "
		                   "%" PRIu64 " leaves at most"),
		                 verify_size(v), v->keys.witnesses[i].name, v->witnessed[i]);
		verify_fault(v, &(struct fault){.what = what});
		free(what);
	}
}

bool verify_checkpoints_read(struct verify *v, const char *place)
{
	struct buf text = {0};
	bool ok = read_place(v, place, &text);

	if (ok) {
		drop_returns(&text);
		read_notes(v, &text, place);
		sort(v);
		if (!v->n)
			log_warnx(_("'%s' holds no checkpoint that is signed by %s"), place,
			          v->keys.log.name);
		else
			demand_witnesses(v);
	}
	buf_release(&text);
	return ok && v->n;
}
