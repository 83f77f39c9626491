/* Where the files of the schema are, and how they are read; and the pause between two tries of an
 * upgrade. */
#include "admin/schema/schema.h"
#include "lib/base/i18n.h"
#include "lib/base/log.h"
#include "lib/base/xmalloc.h"

#include <errno.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

const char *schema_folder(void)
{
	const char *folder = getenv("VARTA_SQLDIR");

	return folder && *folder ? folder : VARTA_PREFIX "/share/varta/sql";
}

bool schema_read(struct buf *b, const char *name)
{
	const char *folder = schema_folder();
	char *path = access(folder, R_OK | X_OK) == 0 ? xasprintf("%s/%s", folder, name)
	                                              : xstrdup(folder);
	bool good = buf_read_file(b, path) == 0;

	if (!good)
		log_warn(_("cannot open '%s'"), path);
	free(path);
	return good;
}

char *schema_next_change(char **plan)
{
	char *line;

	while ((line = strsep(plan, "\n"))) {
		if (*line == '\0' || strchr("%@ #", *line))
			continue;
		line[strcspn(line, " ")] = '\0';
		return line;
	}
	return NULL;
}

void schema_wait(int try)
{
	struct timespec pause = {.tv_sec = try};

	log_warnx("%s", _("tables are in use by others: trying again"));
	while (nanosleep(&pause, &pause) < 0 && errno == EINTR)
		;
}
