/* Writes the page that checks receipts, and the key that it wants. */
#include "syncd/anchor/log_page.h"

#include "lib/base/embed.h"
#include "lib/base/file_keep.h"
#include "lib/base/xmalloc.h"

#include <errno.h>
#include <string.h>

EMBED(receipt_page, "syncd/anchor/receipt.html");

enum { FOLDER_MODE = 0755, FILE_MODE = 0644 };

static char *put(const char *folder, const char *name, const char *data, size_t len)
{
	char *path = xasprintf("%s/%s", folder, name), *why = NULL;

	if (file_keep_folders(path, FOLDER_MODE) < 0 ||
	    file_keep_replace(path, data, len, FILE_MODE) < 0)
		why = xasprintf("cannot write '%s': %s", path, strerror(errno));
	free(path);
	return why;
}

char *log_page_put(const char *folder, const struct note_key *key)
{
	char *text = note_key_text(key), *line = xasprintf("%s\n", text);
	char *why = put(folder, "key", line, strlen(line));

	if (!why)
		why = put(folder, "receipt.html", receipt_page, EMBED_LEN(receipt_page));
	free(line);
	free(text);
	return why;
}
