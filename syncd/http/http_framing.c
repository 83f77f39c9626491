/* Refuses requests whose end could be read in two ways. */
#include "syncd/http/http_framing.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

struct framing {
	const char *line; /* where the line that was read last ends: at its NUL */
	int lengths, codings;
	bool bare, foreign; /* a line without CR; a coding other than chunked */
};

/* libmicrohttpd puts NUL in the place of each end of a line and leaves the lines where they are, so
 * a line that begins right behind the one NUL of another followed a bare LF. */
static void end_line(struct framing *framing, const char *begin, const char *end)
{
	framing->bare = framing->bare || begin == framing->line + 1;
	framing->line = end + strlen(end);
}

static enum MHD_Result take_header(void *cls, enum MHD_ValueKind kind, const char *name,
                                   const char *value)
{
	struct framing *framing = cls;

	if (!value)
		return MHD_YES;
	end_line(framing, name, value);
	if (strcasecmp(name, "Content-Length") == 0) {
		framing->lengths++;
	} else if (strcasecmp(name, "Transfer-Encoding") == 0) {
		framing->codings++;
		framing->foreign = framing->foreign || strcasecmp(value, "chunked") != 0;
	}
	return MHD_YES;
}

const char *http_framing_fault(struct MHD_Connection *connection, const char *version)
{
	struct framing framing = {.line = version + strlen(version)};

	MHD_get_connection_values(connection, MHD_HEADER_KIND, take_header, &framing);
	if (framing.bare)
		return "the lines of a head end with CR LF";
	if (framing.lengths > 1)
		return "Content-Length: given more than once";
	if (framing.codings > 1 || framing.foreign)
		return "Transfer-Encoding: only chunked is taken";
	if (framing.lengths && framing.codings)
		return "Content-Length: not together with Transfer-Encoding";
	return NULL;
}
