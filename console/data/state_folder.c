/* Makes the folder for what is kept between runs, and paths in it. */
#include "console/data/state_folder.h"

#include "lib/base/i18n.h"
#include "lib/base/xmalloc.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* NULL where the environment names no place. */
static char *state_root(void)
{
	const char *state = getenv("XDG_STATE_HOME");
	const char *home = getenv("HOME");

	if (state && *state == '/')
		return xasprintf("%s/varta", state);
	return home && *home ? xasprintf("%s/.local/state/varta", home) : NULL;
}

static bool make_folders(char *path)
{
	for (char *slash = path + 1;; slash++) {
		char saved;
		int failed;
		slash += strcspn(slash, "/");
		saved = *slash;
		*slash = '\0';
		failed = mkdir(path, 0700) != 0 && errno != EEXIST;
		*slash = saved;
		if (failed)
			return false;
		if (!saved)
			return true;
	}
}

char *state_path(const char *name)
{
	char *root = state_root();
	char *path = root && make_folders(root) ? xasprintf("%s/%s", root, name) : NULL;

	free(root);
	return path;
}

char *state_folder(const char *name)
{
	char *path = state_path(name);

	if (path && !make_folders(path)) {
		free(path);
		return NULL;
	}
	return path;
}

char *state_trouble(const char *name)
{
	char *root = state_root();
	char *path = root ? xasprintf("%s/%s", root, name) : NULL;
	char *why = NULL;

	if (!root)
		why = xstrdup(_("neither XDG_STATE_HOME nor HOME is set"));
	else if (!make_folders(path))
		why = xasprintf(_("%s: the folder '%s' cannot be made"), strerror(errno), path);
	free(path);
	free(root);
	return why;
}
