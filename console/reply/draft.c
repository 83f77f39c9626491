/* Reads, writes, locks and removes the file that keeps a text until the database has it. */
#include "console/reply/draft.h"

#include "console/data/state_folder.h"
#include "console/reply/draft_beside.h"
#include "lib/base/buf.h"
#include "lib/base/i18n.h"
#include "lib/base/text.h"
#include "lib/base/xmalloc.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define EDITOR_SUFFIX ".edit"
#define EDITED_SUFFIX ".edited"

enum { PLACES = 16 };

static char *place_path(const char *stem, int place)
{
	char *name = xasprintf("%s.%d", stem, place);
	char *folder = state_folder("drafts");
	char *path = folder ? state_path(name) : NULL;

	free(folder);
	free(name);
	return path;
}

static bool read_all(int fd, struct buf *out)
{
	char chunk[4096];
	ssize_t n;

	while ((n = read(fd, chunk, sizeof(chunk))) > 0)
		buf_add(out, chunk, (size_t)n);
	return n == 0;
}

static char *beside(const struct draft *d, const char *suffix)
{
	return d->path ? xasprintf("%s%s", d->path, suffix) : NULL;
}

char *draft_editor_path(const struct draft *d)
{
	return beside(d, EDITOR_SUFFIX);
}

char *draft_edited_path(const struct draft *d)
{
	return beside(d, EDITED_SUFFIX);
}

static void put_aside(struct draft *d, enum draft_aside what, const char *path)
{
	free(d->aside_path);
	d->aside = what;
	d->aside_path = draft_set_aside(path);
}

static bool is_newer(const struct stat *a, const struct stat *b)
{
	return a->st_mtim.tv_sec > b->st_mtim.tv_sec ||
	       (a->st_mtim.tv_sec == b->st_mtim.tv_sec && a->st_mtim.tv_nsec >= b->st_mtim.tv_nsec);
}

/* Whether an editor that ended well saved it after the console's last save: it is the newer text.
 */
static bool take_edited(const struct draft *d, const char *path, struct draft_text *text)
{
	struct stat st, draft;
	bool newer = lstat(path, &st) == 0 && S_ISREG(st.st_mode) && fstat(d->fd, &draft) == 0 &&
	             is_newer(&st, &draft);
	char *edited = newer ? draft_read_edited(path) : NULL;

	if (!edited)
		return false;
	if (text->sending.state == SENDING_SAME && strcmp(text->body, edited) != 0)
		text->sending.state = SENDING_CHANGED;
	free(text->body);
	text->body = edited;
	text->saved_at = st.st_mtime;
	return true;
}

/* What a killed console, or a killed editor, left beside the draft. The file goes only when its
 * text is in the draft. */
static void take_from_editor(struct draft *d, struct draft_text *text)
{
	char *edited = draft_edited_path(d), *editing = draft_editor_path(d);
	char *complaint = take_edited(d, edited, text) ? draft_save(d, text) : NULL;

	if (!complaint)
		unlink(edited);
	if (access(editing, F_OK) == 0)
		put_aside(d, DRAFT_ASIDE_EDITOR, editing);
	free(complaint);
	free(editing);
	free(edited);
}

/* The damaged file is kept aside, what can be read of it is the draft from now on. */
static bool take_damaged(struct draft *d, const struct buf *file, const struct stat *st,
                         struct draft_text *text)
{
	struct draft_text found = draft_text_damaged(file);

	close(d->fd);
	d->fd = -1;
	put_aside(d, DRAFT_ASIDE_DAMAGED, d->path);
	if (!*found.body) {
		free(found.body);
		return false;
	}
	found.saved_at = st->st_mtime;
	*text = found;
	free(draft_save(d, text));
	return true;
}

static bool still_there(int fd, const char *path)
{
	struct stat mine, named;

	return fstat(fd, &mine) == 0 && stat(path, &named) == 0 && mine.st_ino == named.st_ino &&
	       mine.st_dev == named.st_dev;
}

enum draft_place { PLACE_FREE, PLACE_LEFT_BEHIND, PLACE_TAKEN };

static enum draft_place try_place(struct draft *d, struct draft_text *text)
{
	struct buf file;
	struct stat st;
	enum draft_place place;

	d->fd = open(d->path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	if (d->fd < 0)
		return PLACE_FREE;
	file = (struct buf){0};
	place = PLACE_TAKEN;
	if (flock(d->fd, LOCK_EX | LOCK_NB) != 0 || !still_there(d->fd, d->path) ||
	    !read_all(d->fd, &file) || fstat(d->fd, &st) != 0) {
		close(d->fd);
		d->fd = -1;
	} else if (draft_text_parse(&file, text)) {
		place = PLACE_LEFT_BEHIND;
		text->saved_at = st.st_mtime;
		take_from_editor(d, text);
	} else {
		place = take_damaged(d, &file, &st, text) ? PLACE_LEFT_BEHIND : PLACE_FREE;
	}
	buf_release(&file);
	return place;
}

/* Looks through the places that there are for it, and takes the first free one where nothing was
 * left behind. Returns whether something was. */
static bool take_place(struct draft *d, struct draft_text *text)
{
	char *free_path = NULL;

	for (int i = 0; i < PLACES; i++) {
		enum draft_place place;
		d->fd = -1;
		d->path = place_path(d->stem, i);
		if (!d->path)
			break;
		place = text                         ? try_place(d, text)
		        : access(d->path, F_OK) == 0 ? PLACE_TAKEN
		                                     : PLACE_FREE;
		if (place == PLACE_LEFT_BEHIND) {
			free(free_path);
			return true;
		}
		if (place == PLACE_FREE && !free_path)
			free_path = d->path;
		else
			free(d->path);
	}
	d->path = free_path;
	d->fd = -1;
	return false;
}

bool draft_open(struct draft *d, const char *login, const char *city, int64_t id,
                struct draft_text *text)
{
	*d = (struct draft){.fd = -1, .stem = draft_stem(login, city, id)};
	return take_place(d, text);
}

static bool write_all(int fd, const char *data, size_t len)
{
	while (len > 0) {
		ssize_t n = write(fd, data, len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		data += n;
		len -= (size_t)n;
	}
	return true;
}

static bool write_draft(int fd, const struct draft_text *text)
{
	struct buf file = {0};
	bool written;

	draft_text_print(&file, text);
	written = write_all(fd, file.data, file.len) && fsync(fd) == 0;
	buf_release(&file);
	return written;
}

static void sync_folder(const char *path)
{
	char *folder = xstrndup(path, (size_t)(strrchr(path, '/') - path));
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd >= 0) {
		fsync(fd);
		close(fd);
	}
	free(folder);
}

/* Writes it aside and puts it in its place. Returns 0, or what errno was. */
static int replace_file(struct draft *d, const struct draft_text *text)
{
	char *temp = xasprintf("%s.new%d", d->path, (int)getpid());
	int fd = open(temp, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
	bool saved = fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) == 0 && write_draft(fd, text) &&
	             rename(temp, d->path) == 0;
	int error = saved ? 0 : errno;

	if (saved) {
		sync_folder(d->path);
		if (d->fd >= 0)
			close(d->fd);
		d->fd = fd;
	} else if (fd >= 0) {
		unlink(temp);
		close(fd);
	}
	free(temp);
	return error;
}

/* There may be a place by now. */
char *draft_save(struct draft *d, const struct draft_text *text)
{
	char *trouble;
	int error;

	if (!d->path)
		take_place(d, NULL);
	if (!d->path) {
		trouble = state_trouble("drafts");
		return trouble ? trouble : xstrdup(_("this text is open too often"));
	}
	error = replace_file(d, text);
	return error ? xasprintf("%s: %s", strerror(error), d->path) : NULL;
}

void draft_remove(struct draft *d)
{
	char *edited = draft_edited_path(d);

	if (edited)
		unlink(edited);
	free(edited);
	if (d->fd >= 0) {
		unlink(d->path);
		close(d->fd);
		d->fd = -1;
	}
}

void draft_close(struct draft *d)
{
	if (d->fd >= 0)
		close(d->fd);
	free(d->aside_path);
	free(d->path);
	free(d->stem);
	*d = (struct draft){.fd = -1};
}

bool draft_is_kept(const char *login, const char *city, int64_t id)
{
	char *stem = draft_stem(login, city, id);
	bool kept = false;

	for (int i = 0; i < PLACES && !kept; i++) {
		char *path = place_path(stem, i);
		kept = path && access(path, F_OK) == 0;
		free(path);
	}
	free(stem);
	return kept;
}
