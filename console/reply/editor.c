/* Writes the text to a file, runs the operator's editor on it, and reads it again. */
#include "console/reply/editor.h"

#include "console/terminal/child.h"
#include "lib/base/buf.h"
#include "lib/base/i18n.h"
#include "lib/base/xmalloc.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static bool write_file(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
	FILE *f = fd >= 0 ? fdopen(fd, "w") : NULL;
	bool written;

	if (!f)
		return false;
	written = fputs(text, f) >= 0 && fputs("\n", f) >= 0;
	return fclose(f) == 0 && written;
}

/* What the file holds, without the line breaks that editors put at the end; NULL where it cannot be
 * read. */
static char *read_file(const char *path)
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

static const char *command_or_default(const char *command)
{
	const char *names[] = {"VISUAL", "EDITOR"};

	for (size_t i = 0; !command && i < sizeof(names) / sizeof(*names); i++) {
		const char *value = getenv(names[i]);
		command = value && *value ? value : NULL;
	}
	return command ? command : "editor";
}

char *editor_run(const char *command, const char *path, const char *text, char **result)
{
	char *script;
	int status;

	command = command_or_default(command);
	if (!write_file(path, text))
		return xasprintf(_("cannot write '%s': %s"), path, strerror(errno));
	script = xasprintf("%s \"$1\"", command);
	status = child_run(script, path, NULL);
	free(script);
	if (status == -1)
		return xasprintf(_("the editor '%s' was not waited for"), command);
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
		unlink(path);
		return xasprintf(_("the editor failed, the text is as it was: %s"), command);
	}
	*result = read_file(path);
	if (!*result)
		return xasprintf(_("cannot read '%s': %s"), path, strerror(errno));
	unlink(path);
	return NULL;
}
