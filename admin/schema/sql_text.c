/* Files of SQL as text: where a statement ends and what it creates. Enough of the lexer of
 * PostgreSQL for the files in sql/code, which psql reads as well. */
#include "admin/schema/schema.h"
#include "lib/base/xmalloc.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

/* Behind the next end, which is part of the text. */
static const char *behind(const char *s, const char *end)
{
	const char *found = strstr(s, end);

	return found ? found + strlen(end) : s + strlen(s);
}

/* Behind a dollar-quoted text that begins at s; s + 1 where it is a mere dollar. */
static const char *behind_dollars(const char *s)
{
	size_t len = 1;
	char *tag;
	const char *end;

	while (isalnum((unsigned char)s[len]) || s[len] == '_')
		len++;
	if (s[len] != '$')
		return s + 1;
	tag = xstrndup(s, len + 1);
	end = behind(s + len + 1, tag);
	free(tag);
	return end;
}

/* Behind the comment, text or character at s. */
static const char *behind_token(const char *s)
{
	if (strncmp(s, "--", 2) == 0)
		return behind(s, "\n");
	if (strncmp(s, "/*", 2) == 0)
		return behind(s, "*/");
	if (*s == '\'' || *s == '"')
		return behind(s + 1, *s == '"' ? "\"" : "'");
	return *s == '$' ? behind_dollars(s) : s + 1;
}

const char *sql_statement_end(const char *s)
{
	while (*s && *s != ';')
		s = behind_token(s);
	return *s ? s + 1 : s;
}

/* The next word at *s before end, which ends at white space; moves *s behind it. Comments are
 * skipped. Returns its length, 0 at the end. */
static size_t next_word(const char **s, const char *end, const char **word)
{
	while (*s < end && (isspace((unsigned char)**s) || strncmp(*s, "--", 2) == 0))
		*s = behind_token(*s);
	*word = *s;
	while (*s < end && !isspace((unsigned char)**s))
		(*s)++;
	return *s > *word ? (size_t)(*s - *word) : 0;
}

static bool is_word(const char *word, size_t len, const char *what)
{
	return strlen(what) == len && strncasecmp(word, what, len) == 0;
}

/* The kind of what is created, and whether it belongs to a table. */
static const struct {
	const char *word;
	bool of_table;
} kinds[] = {{"type", false}, {"view", false}, {"trigger", true}, {"policy", true}};

/* "NAME on TABLE" of a trigger or a policy: s is behind the name. */
static char *of_table(const char *kind, const char *name, size_t name_len, const char *s,
                      const char *end)
{
	const char *word;
	size_t len;

	while ((len = next_word(&s, end, &word)) > 0 && !is_word(word, len, "on"))
		;
	len = next_word(&s, end, &word);
	return xasprintf("%s %.*s on %.*s", kind, (int)name_len, name, (int)len, word);
}

bool sql_sets(const char *s, size_t len)
{
	const char *word;
	size_t n = next_word(&s, s + len, &word);

	return is_word(word, n, "set");
}

char *sql_created(const char *s, size_t len)
{
	const char *end = s + len;
	const char *word, *name;
	size_t n = next_word(&s, end, &word);

	if (!is_word(word, n, "create"))
		return NULL;
	n = next_word(&s, end, &word);
	if (is_word(word, n, "or")) {
		next_word(&s, end, &word);
		n = next_word(&s, end, &word);
	}
	if (is_word(word, n, "constraint")) /* a trigger that may be deferred */
		n = next_word(&s, end, &word);
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (!is_word(word, n, kinds[i].word))
			continue;
		n = next_word(&s, end, &name);
		if (kinds[i].of_table)
			return of_table(kinds[i].word, name, n, s, end);
		return xasprintf("%s %.*s", kinds[i].word, (int)n, name);
	}
	return NULL;
}
