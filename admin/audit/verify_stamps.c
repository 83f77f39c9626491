/* Checks the time stamps that stand beside a published log: stamps/SIZE, a signed checkpoint, and
 * stamps/SIZE.tsr, what an authority said of it. */
#include "admin/audit/verify.h"
#include "lib/base/i18n.h"
#include "lib/base/log.h"
#include "lib/base/xmalloc.h"
#include "lib/merkle/stamp.h"

#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <string.h>

/* Whether the checkpoint that was stamped is one of those that were proved. */
static bool is_known(const struct verify *v, const struct checkpoint *checkpoint)
{
	for (size_t i = 0; i < v->n; i++)
		if (v->checkpoints[i].size == checkpoint->size)
			return merkle_equal(&v->checkpoints[i].root, &checkpoint->root);
	return true;
}

/* Why the stamp of a checkpoint is none; NULL: it is right, and *at when it was made. The caller
 * frees it. */
static char *judge(struct verify *v, const struct buf *note, const struct buf *stamp,
                   struct checkpoint *checkpoint, int64_t *at)
{
	const char *wrong = checkpoint_open(note->data ? note->data : "", note->len, &v->keys.log,
	                                    NULL, checkpoint);

	if (wrong)
		return xstrdup(wrong);
	if (!is_known(v, checkpoint))
		return xstrdup(_("it is of another checkpoint of the same size"));
	return stamp_check(note->data, note->len, stamp->data ? stamp->data : "", stamp->len,
	                   v->ctl->value[OPT_TIMESTAMP_CA], at);
}

static void check(struct verify *v, const char *folder, const char *name)
{
	char *stamp_path = xasprintf("%s/%s", folder, name);
	char *note_path = xstrndup(stamp_path, strlen(stamp_path) - strlen(".tsr"));
	struct buf note = {0}, stamp = {0};
	struct checkpoint checkpoint = {0};
	char *why = fetch_get(v->fetch, note_path, NOTE_MAX, &note, NULL), *what;
	int64_t at = 0;

	if (!why)
		why = fetch_get(v->fetch, stamp_path, STAMP_MAX, &stamp, NULL);
	if (!why)
		why = judge(v, &note, &stamp, &checkpoint, &at);
	if (why) {
		what = xasprintf(_("the time stamp '%s': %s"), name, why);
		verify_fault(v, &(struct fault){.what = what});
		free(what);
	} else {
		v->stamps++;
		if (!v->stamped_at || at < v->stamped_at) {
			v->stamped_at = at;
			v->stamped = checkpoint.size;
		}
	}
	free(why);
	buf_release(&note);
	buf_release(&stamp);
	free(note_path);
	free(stamp_path);
}

static bool is_stamp(const char *name)
{
	size_t len = strlen(name);

	return len > 4 && strcmp(name + len - 4, ".tsr") == 0;
}

bool verify_stamps(struct verify *v)
{
	const struct dirent *entry;
	char *folder;
	DIR *dir;

	if (!v->ctl->value[OPT_TIMESTAMP_CA])
		return true;
	if (!v->tiles || fetch_is_url(v->tiles)) {
		log_warnx("%s", _("--timestamp-ca: time stamps are looked for in a folder alone"));
		return false;
	}
	folder = xasprintf("%s/stamps", v->tiles);
	dir = opendir(folder);
	if (!dir)
		log_warn(_("cannot read '%s'"), folder);
	while (dir && (entry = readdir(dir)))
		if (is_stamp(entry->d_name))
			check(v, folder, entry->d_name);
	if (dir)
		closedir(dir);
	free(folder);
	return dir != NULL;
}
