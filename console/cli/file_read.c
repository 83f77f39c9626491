/* Reads a file whole, up to a limit: what is a device, or endless, is not read for ever. */
#include "console/cli/file_read.h"

#include "lib/base/i18n.h"
#include "lib/base/log.h"

#include <errno.h>
#include <stdio.h>

bool file_read(const char *path, size_t max, struct buf *out)
{
	FILE *file = fopen(path, "rbe");
	char piece[65536];
	bool ok;

	while (file && out->len <= max) {
		size_t n = fread(piece, 1, sizeof(piece), file);

		if (!n)
			break;
		buf_add(out, piece, n);
	}
	ok = file && !ferror(file);
	if (!ok)
		log_warn(_("cannot read '%s'"), path);
	if (file)
		fclose(file);
	if (ok && out->len > max)
		log_warnx(_("'%s' is longer than %zu MiB"), path, max >> 20);
	return ok && out->len <= max;
}
