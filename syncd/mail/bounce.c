/* Looks for our token and for the delivery status in a message. */
#include "syncd/mail/bounce.h"

#include "lib/base/text.h"
#include "lib/base/xmalloc.h"
#include "syncd/mail/signed_link.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* The message as a text: NULs would end it. */
static char *text_of(const char *message, size_t len)
{
	char *text = xcalloc(1, len + 1);

	for (size_t i = 0; i < len; i++)
		text[i] = message[i] ? message[i] : ' ';
	return text;
}

static bool find_token(const char *text, const char *local, const char *key, int64_t *mail)
{
	char *start = xasprintf("%s+", local);
	const char *s = text;
	bool found = false;

	while (!found && (s = strcasestr(s, start))) {
		s += strlen(start);
		found = link_read(key, LINK_BOUNCE, s, mail) && s[LINK_DIGITS] == '@';
	}
	free(start);
	return found;
}

/* What stands behind 'name:' at the begin of a line; NULL: no line has it. */
static const char *field(const char *text, const char *name)
{
	size_t len = strlen(name);

	for (const char *line = text; line; line = strchr(line, '\n')) {
		line += *line == '\n';
		if (strncasecmp(line, name, len) == 0 && line[len] == ':')
			return line + len + 1 + strspn(line + len + 1, " \t");
	}
	return NULL;
}

static void take_why(const char *text, struct bounce *bounce)
{
	const char *said = field(text, "Diagnostic-Code");
	char *visible;
	size_t n;

	if (!said)
		said = field(text, "Status");
	if (!said)
		return;
	visible = text_visible(said, strcspn(said, "\r\n"), TEXT_ONE_LINE);
	n = text_fit(visible, 100, NULL);
	if (n >= sizeof(bounce->why))
		n = 0;
	memcpy(bounce->why, visible, n);
	free(visible);
}

bool bounce_read(const char *message, size_t len, const char *local, const char *key,
                 struct bounce *bounce)
{
	char *text = text_of(message, len);
	const char *action = field(text, "Action"), *status = field(text, "Status");
	bool ours;

	*bounce = (struct bounce){0};
	ours = find_token(text, local, key, &bounce->mail);
	bounce->final = action && strncasecmp(action, "failed", 6) == 0 && status && *status == '5';
	take_why(text, bounce);
	free(text);
	return ours;
}
