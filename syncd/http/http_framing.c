/* Refuses requests whose end could be read in two ways. */
#include "syncd/http/http_framing.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

struct framing {
	const char *line; /* where the line that was read last ends: at its NUL */
	int lengths, codings;
	bool loose, foreign; /* a line without CR LF; a coding other than chunked */
};

/* libmicrohttpd 0.9 puts NUL in the place of each CR LF, or of a bare LF, and leaves the lines
 * where they are, all but those that are continued. So each begins behind the two NULs of the
 * other. */
static void end_line(struct framing *framing, const char *begin, const char *end)
{
	framing->loose = framing->loose || begin != framing->line + 2;
	framing->line = end + strlen(end);
}

/* The same of the empty line: the library says how long the whole head was. */
static void end_head(struct framing *framing, struct MHD_Connection *connection, const char *method)
{
	const union MHD_ConnectionInfo *info =
	        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);

	framing->loose = framing->loose || !info || method + info->header_size != framing->line + 4;
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

const char *http_framing_fault(struct MHD_Connection *connection, const char *method,
                               const char *version)
{
	struct framing framing = {.line = version + strlen(version)};

	MHD_get_connection_values(connection, MHD_HEADER_KIND, take_header, &framing);
	end_head(&framing, connection, method);
	if (framing.loose)
		return "the lines of a head end with CR LF, and none is continued";
	if (framing.lengths > 1)
		return "Content-Length: given more than once";
	if (framing.codings > 1 || framing.foreign)
		return "Transfer-Encoding: only chunked is taken";
	if (framing.lengths && framing.codings)
		return "Content-Length: not together with Transfer-Encoding";
	return NULL;
}

bool http_framing_chunked(struct MHD_Connection *connection)
{
	return MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "Transfer-Encoding");
}
