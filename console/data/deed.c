/* Words the verbs of events. */
#include "console/data/deed.h"

#include "lib/base/i18n.h"
#include "lib/base/xmalloc.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* Takes an end off verb, which is then the name of a table. */
static bool take_off(char *verb, const char *end)
{
	size_t len = strlen(verb), tail = strlen(end);

	if (len <= tail || strcmp(verb + len - tail, end) != 0)
		return false;
	verb[len - tail] = '\0';
	return true;
}

/* 'beat_street' is the beat street. */
static const char *table_word(char *table)
{
	for (char *p = table; *p; p++)
		*p = *p == '_' ? ' ' : *p;
	return i18n_word(table);
}

char *deed_words(const char *verb)
{
	char *name = xstrdup(verb), *text;

	if (strcmp(i18n_word(verb), verb) != 0)
		text = xstrdup(i18n_word(verb));
	else if (take_off(name, "_added"))
		text = xasprintf(_("added: %s"), table_word(name));
	else if (take_off(name, "_changed"))
		text = xasprintf(_("changed: %s"), table_word(name));
	else if (take_off(name, "_removed"))
		text = xasprintf(_("removed: %s"), table_word(name));
	else
		text = xstrdup(name);
	free(name);
	return text;
}
