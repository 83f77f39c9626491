/* Looks for '{…}' in a text by the same rule as the database. */
#include "console/reply/placeholder.h"

#include "lib/base/text.h"

#include <stdint.h>
#include <string.h>

enum { LONGEST = 80 }; /* characters between the braces, as api.publish counts them */

/* Bytes of the placeholder that begins at s, 0 where none does. */
static size_t length(const char *s)
{
	size_t end, at;

	if (*s != '{' || strchr(" \t\r\n{}", s[1])) /* also the end of the text */
		return 0;
	end = strlen(s);
	at = 1;
	for (int n = 0; n <= LONGEST; n++) {
		uint32_t cp;
		if (s[at] == '}')
			return at + 1;
		if (at >= end || s[at] == '{' || s[at] == '\n')
			return 0;
		at += utf8_decode(s + at, end - at, &cp);
	}
	return 0;
}

bool placeholder_find(const char *text, size_t from, size_t *start, size_t *len)
{
	size_t end = strlen(text);

	for (const char *p = from < end ? text + from : NULL; p && (p = strchr(p, '{')); p++) {
		*len = length(p);
		*start = (size_t)(p - text);
		if (*len)
			return true;
	}
	return false;
}
