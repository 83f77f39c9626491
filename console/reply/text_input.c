/* Reads the text for a command from a file or standard input. */
#include "console/reply/text_input.h"

#include "lib/base/i18n.h"
#include "lib/base/log.h"
#include "lib/base/text.h"

#include <errno.h>
#include <string.h>

static bool read_stream(struct buf *text)
{
	char chunk[4096];
	size_t n;

	while ((n = fread(chunk, 1, sizeof(chunk), stdin)) > 0)
		buf_add(text, chunk, n);
	return !ferror(stdin);
}

bool text_input(const char *path, struct buf *text)
{
	const char *name = path ? path : _("standard input");
	bool good = path ? buf_read_file(text, path) == 0 : read_stream(text);
	size_t bad_at;

	if (!good) {
		log_warnx(_("cannot read '%s': %s"), name, strerror(errno));
	} else if (!utf8_valid(text->data ? text->data : "", text->len, &bad_at)) {
		log_warnx(_("cannot read '%s': %s"), name, _("it is not UTF-8"));
		good = false;
	}
	while (text->data && text->len > 0 && strchr("\r\n", text->data[text->len - 1]))
		text->data[--text->len] = '\0';
	return good;
}
