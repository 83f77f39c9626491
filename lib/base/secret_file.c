/* Reads files that nobody else may read. */
#include "lib/base/secret_file.h"

#include "lib/base/i18n.h"
#include "lib/base/xmalloc.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* What systemd hands over lies in a folder that nobody else can enter; the group's bit is there the
 * mask of an access control list that names the service. */
static bool is_handed_over(const char *path)
{
	const char *folder = getenv("CREDENTIALS_DIRECTORY");
	size_t len = folder ? strlen(folder) : 0;

	return len && strncmp(path, folder, len) == 0 && path[len] == '/' &&
	       !strchr(path + len + 1, '/');
}

static bool is_private(const char *path, mode_t mode)
{
	mode_t others = S_IRWXG | S_IRWXO;

	if (is_handed_over(path))
		others &= ~(mode_t)S_IRGRP;
	return !(mode & others);
}

char *secret_file_read(const char *path, struct buf *text)
{
	FILE *f = fopen(path, "re");
	struct stat st;
	char *why = NULL;
	bool known;

	if (!f)
		return xasprintf(_("cannot read '%s': %s"), path, strerror(errno));
	known = fstat(fileno(f), &st) == 0;
	if (known && !is_private(path, st.st_mode))
		why = xasprintf(_("'%s' holds keys, but others may use it: chmod 600 '%s'"), path,
		                path);
	else if (!known || buf_read_stream(text, f) < 0)
		why = xasprintf(_("cannot read '%s': %s"), path, strerror(errno));
	fclose(f);
	return why;
}

void secret_file_wipe(struct buf *text)
{
	if (text->data)
		explicit_bzero(text->data, text->cap);
	buf_release(text);
}
