/* Keeps checkpoints in the folder of a log. */
#include "lib/merkle/log_folder.h"

#include "lib/base/file_keep.h"
#include "lib/base/i18n.h"
#include "lib/base/xmalloc.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FILE_MODE = 0644 };

static char *complain_about(const char *folder, const char *name)
{
	return xasprintf(_("cannot read '%s/%s': %s"), folder, name, strerror(errno));
}

/* The last bytes of a file, as many as a note can have; *from is where they begin. An absent file
 * is empty. */
static char *read_tail(const char *folder, const char *name, struct buf *tail, off_t *from)
{
	char *path = xasprintf("%s/%s", folder, name), *why = NULL;
	FILE *f = fopen(path, "re");
	struct stat st;

	free(path);
	*from = 0;
	if (!f)
		return errno == ENOENT ? NULL : complain_about(folder, name);
	if (fstat(fileno(f), &st) == 0 && st.st_size > NOTE_MAX)
		*from = st.st_size - NOTE_MAX;
	if (fseeko(f, *from, SEEK_SET) < 0 || buf_read_stream(tail, f) < 0)
		why = complain_about(folder, name);
	fclose(f);
	return why;
}

static bool is_signature(const char *line)
{
	return strncmp(line, "\xe2\x80\x94 ", 4) == 0;
}

/* Where the line before the one at s + at begins. */
static size_t line_before(const char *s, size_t at)
{
	at--;
	while (at > 0 && s[at - 1] != '\n')
		at--;
	return at;
}

/* The last whole note in tail; *end is where it ends. A crash may have left a part of one behind
 * it. NULL: there is none. */
static const char *last_note(const struct buf *tail, size_t *end)
{
	size_t at = tail->len, line;

	*end = 0;
	while (at > 0) {
		line = line_before(tail->data, at);
		if (tail->data[at - 1] == '\n' && is_signature(tail->data + line))
			break;
		at = line;
	}
	*end = at;
	while (at > 0 && is_signature(tail->data + line_before(tail->data, at)))
		at = line_before(tail->data, at);
	while (at > 0 && !is_signature(tail->data + line_before(tail->data, at)))
		at = line_before(tail->data, at);
	while (at < *end && tail->data[at] == '\n')
		at++;
	return *end ? tail->data + at : NULL;
}

/* Reads what is in a file as the newest of its checkpoints, and takes it where it is larger. */
static char *look(const char *folder, const char *name, const struct note_key *key,
                  struct buf *data, struct checkpoint *checkpoint)
{
	struct buf tail = {0};
	struct checkpoint found;
	const char *note, *wrong;
	size_t end, len;
	off_t from;
	char *why = read_tail(folder, name, &tail, &from);

	note = why ? NULL : last_note(&tail, &end);
	if (note) {
		len = (size_t)(tail.data + end - note);
		wrong = checkpoint_open(note, len, key, NULL, &found);
		if (wrong) {
			why = xasprintf(_("'%s/%s' holds a checkpoint that is not ours: %s"),
			                folder, name, wrong);
		} else if (!data->len || found.size > checkpoint->size) {
			buf_clear(data);
			buf_add(data, note, len);
			*checkpoint = found;
		}
	}
	buf_release(&tail);
	return why;
}

char *log_folder_newest(const char *folder, const struct note_key *key, struct buf *data,
                        struct checkpoint *checkpoint)
{
	char *why;

	buf_clear(data);
	*checkpoint = (struct checkpoint){0};
	why = look(folder, "checkpoint", key, data, checkpoint);
	if (!why)
		why = look(folder, "checkpoints", key, data, checkpoint);
	return why;
}

/* Cuts off what a crash left behind the last whole note. */
static char *mend(const char *folder)
{
	struct buf tail = {0};
	off_t from;
	size_t end;
	char *path = xasprintf("%s/checkpoints", folder);
	char *why = read_tail(folder, "checkpoints", &tail, &from);

	if (!why && tail.len) {
		last_note(&tail, &end);
		if (end < tail.len && truncate(path, from + (off_t)end) < 0)
			why = xasprintf(_("cannot write '%s': %s"), path, strerror(errno));
	}
	buf_release(&tail);
	free(path);
	return why;
}

static char *append(const char *folder, const char *note)
{
	char *path = xasprintf("%s/checkpoints", folder), *why = mend(folder);

	if (!why && file_keep_append(path, note, strlen(note), FILE_MODE) < 0)
		why = xasprintf(_("cannot write '%s': %s"), path, strerror(errno));
	free(path);
	return why;
}

static char *replace(const char *folder, const char *note)
{
	char *path = xasprintf("%s/checkpoint", folder), *why = NULL;

	if (file_keep_replace(path, note, strlen(note), FILE_MODE) < 0)
		why = xasprintf(_("cannot write '%s': %s"), path, strerror(errno));
	free(path);
	return why;
}

static char *keep(const char *folder, const char *note, const struct note_key *key)
{
	struct checkpoint fresh, newest;
	struct buf data = {0};
	const char *wrong = checkpoint_open(note, strlen(note), key, NULL, &fresh);
	char *why;

	if (wrong)
		return xasprintf(_("this is no checkpoint of ours: %s"), wrong);
	why = log_folder_newest(folder, key, &data, &newest);
	if (!why && data.len && newest.size == fresh.size &&
	    !merkle_equal(&newest.root, &fresh.root))
		why = xasprintf(_("'%s' has another checkpoint of the same size"), folder);
	if (!why)
		why = append(folder, note);
	if (!why && (!data.len || fresh.size >= newest.size))
		why = replace(folder, note);
	buf_release(&data);
	return why;
}

char *log_folder_keep(const char *folder, const char *note, const struct note_key *key)
{
	static pthread_mutex_t one = PTHREAD_MUTEX_INITIALIZER;
	char *why;

	pthread_mutex_lock(&one);
	why = keep(folder, note, key);
	pthread_mutex_unlock(&one);
	return why;
}
