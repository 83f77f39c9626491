/* Writes a file whole, or says why it cannot. */
#include "console/cli/file_write.h"

#include "lib/base/i18n.h"
#include "lib/base/log.h"

#include <stdio.h>
#include <string.h>

bool file_write(const char *path, const void *data, size_t len)
{
	bool standard = strcmp(path, "-") == 0;
	FILE *file = standard ? stdout : fopen(path, "wbe");
	bool ok = file && fwrite(data, 1, len, file) == len && fflush(file) == 0;

	if (file && !standard)
		ok = fclose(file) == 0 && ok;
	if (!ok)
		log_warn(_("cannot write '%s'"), path);
	return ok;
}
