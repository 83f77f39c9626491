/* Gets the files of photos for an archive. Where a file comes from does not matter: it is what its
 * name says, or it is left out. */
#include "console/order_cli/bundle_photos.h"

#include "console/order_cli/bundle_files.h"
#include "console/order_cli/photo_lines.h"
#include "lib/base/i18n.h"
#include "lib/base/log.h"
#include "lib/base/xmalloc.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define PREFIX "/media/"

/* HASH: the digits of a name; ROOM: files of an archive that are no photos. */
enum { HASH = 64, ROOM = 8 + BUNDLE_FILES_OF_ORDER };

static bool is_right(const struct buf *file, const char *name)
{
	char hex[BUNDLE_HEX_SIZE];

	bundle_hash(file->data ? file->data : "", file->len, hex);
	return file->len && strncmp(hex, name, HASH) == 0;
}

static bool read_stored(const char *folder, const char *name, struct buf *file)
{
	char *path = xasprintf("%s/%.2s/%.*s", folder, name, HASH, name);
	bool ok = buf_read_file(file, path) == 0;

	free(path);
	return ok;
}

/* In the process that becomes curl: it follows nowhere, and says nothing. */
static void become_curl(int out, const char *url)
{
	dup2(out, STDOUT_FILENO);
	execlp("curl", "curl", "-sf", "--proto", "=http,https", "--max-time", "20",
	       "--max-filesize", "33554432", "--", url, (char *)NULL);
	_exit(127);
}

static bool fetch(const char *url, struct buf *file)
{
	int ends[2], state = 0;
	FILE *answer;
	bool ok;
	pid_t pid;

	if (pipe(ends) < 0)
		return false;
	pid = fork();
	if (pid == 0)
		become_curl(ends[1], url);
	close(ends[1]);
	answer = fdopen(ends[0], "r");
	ok = answer && buf_read_stream(file, answer) == 0;
	if (answer)
		fclose(answer);
	else
		close(ends[0]);
	return pid > 0 && waitpid(pid, &state, 0) == pid && state == 0 && ok;
}

static bool fetch_photo(const char *base, const char *path, struct buf *file)
{
	size_t len = strlen(base);
	char *url;
	bool ok;

	while (len && base[len - 1] == '/')
		len--;
	url = xasprintf("%.*s%s", (int)len, base, path);
	ok = fetch(url, file);
	free(url);
	return ok;
}

/* path: of a photo, with its ticket: /media/HASH.jpg?ticket=… */
static bool add_photo(struct cli *cli, struct bundle *bundle, const char *path)
{
	const struct settings *s = cli->settings;
	const char *name = path + strlen(PREFIX);
	char *in_archive = xasprintf("photos/%.*s", (int)strcspn(name, "?"), name);
	struct buf file = {0};
	bool ok = s->media_dir && read_stored(s->media_dir, name, &file) && is_right(&file, name);

	if (!ok && s->public_url) {
		buf_clear(&file);
		ok = fetch_photo(s->public_url, path, &file) && is_right(&file, name);
	}
	if (ok && !bundle_find(bundle, in_archive) && bundle->n < BUNDLE_FILES_MAX - ROOM)
		bundle_add(bundle, in_archive, file.data, file.len);
	buf_release(&file);
	free(in_archive);
	return ok;
}

bool bundle_photos_add(struct cli *cli, struct bundle *bundle, const char *order,
                       enum exit_code *status)
{
	json_t *photos = photo_lines_ask(cli, "api.order_photos($1)", order, status), *photo;
	unsigned long missing = 0;
	size_t i;

	if (!photos)
		return false;
	json_array_foreach(photos, i, photo) {
		const char *path = json_string_value(json_object_get(photo, "path"));

		if (path && strlen(path) > strlen(PREFIX) + HASH)
			missing += !add_photo(cli, bundle, path);
	}
	if (missing)
		log_warnx(ngettext("%lu photo cannot be read here: the archive has its hash alone",
		                   "%lu photos cannot be read here: the archive has their hashes "
		                   "alone",
		                   missing),
		          missing);
	json_decref(photos);
	return true;
}
