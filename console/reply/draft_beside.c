/* Reads what an editor saved; renames what is kept aside, and says where it lies. */
#include "console/reply/draft_beside.h"

#include "lib/base/buf.h"
#include "lib/base/xmalloc.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

char *draft_read_edited(const char *path)
{
	struct buf out = {0};

	if (buf_read_file(&out, path) != 0) {
		buf_release(&out);
		return NULL;
	}
	while (out.len && (out.data[out.len - 1] == '\n' || out.data[out.len - 1] == '\r'))
		out.data[--out.len] = '\0';
	return buf_steal(&out);
}

static char *for_people(const char *path)
{
	const char *home = getenv("HOME");
	size_t len = home ? strlen(home) : 0;

	if (len > 1 && strncmp(path, home, len) == 0 && path[len] == '/')
		return xasprintf("~%s", path + len);
	return xstrdup(path);
}

/* What was put aside before stays. */
static char *free_name(const char *path)
{
	char *name = NULL;
	int n = 0;

	do {
		free(name);
		name = xasprintf("%s.kept%d", path, ++n);
	} while (access(name, F_OK) == 0);
	return name;
}

char *draft_set_aside(const char *path)
{
	char *name = free_name(path);
	char *shown = for_people(rename(path, name) == 0 ? name : path);

	free(name);
	return shown;
}
