/* Writes the text to a file, runs the operator's editor on it, and reads it again. */
#include "console/reply/editor.h"

#include "console/reply/draft_beside.h"
#include "console/terminal/child.h"
#include "lib/base/file_keep.h"
#include "lib/base/i18n.h"
#include "lib/base/xmalloc.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* With the line end that editors expect. */
static bool write_file(const char *path, const char *text)
{
	char *file = xasprintf("%s\n", text);
	bool written = file_keep_replace(path, file, strlen(file), 0600) == 0;

	free(file);
	return written;
}

static const char *command_or_default(const char *command)
{
	const char *names[] = {"VISUAL", "EDITOR"};

	for (size_t i = 0; !command && i < sizeof(names) / sizeof(*names); i++) {
		const char *value = getenv(names[i]);
		command = value && *value ? value : NULL;
	}
	return command ? command : "editor";
}

/* What an editor left that did not end well is kept where it changed the text. */
static char *complaint(const char *command, const char *path, const char *text)
{
	char *left = draft_read_edited(path);
	char *kept = left && *left && strcmp(left, text) != 0 ? draft_set_aside(path) : NULL;
	char *words = kept ? xasprintf(_("the editor failed, what it left is kept: %s"), kept)
	                   : xasprintf(_("the editor failed, the text is as it was: %s"), command);

	if (!kept)
		unlink(path);
	free(kept);
	free(left);
	return words;
}

/* Only of an editor that ended well the file gets its second name, also where the console did not
 * live to see it. */
char *editor_run(const char *command, const char *path, const char *edited, const char *text,
                 char **result)
{
	char *script;
	int status;

	command = command_or_default(command);
	unlink(edited);
	if (!write_file(path, text))
		return xasprintf(_("cannot write '%s': %s"), path, strerror(errno));
	script = xasprintf("%s \"$1\" && mv -f -- \"$1\" \"$2\"", command);
	status = child_run(script, path, edited);
	free(script);
	if (status == -1)
		return xasprintf(_("the editor '%s' was not waited for"), command);
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
		return complaint(command, path, text);
	*result = draft_read_edited(edited);
	return *result ? NULL : xasprintf(_("cannot read '%s': %s"), edited, strerror(errno));
}
