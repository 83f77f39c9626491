/* Compares texts apart from tags, entities and blanks. */
#include "syncd/push/text_match.h"

#include "lib/base/buf.h"

#include <stdlib.h>
#include <string.h>

static const struct {
	const char *entity;
	char c;
} entities[] = {
        {"&amp;", '&'},  {"&lt;", '<'},    {"&gt;", '>'},
        {"&quot;", '"'}, {"&#039;", '\''}, {"&#39;", '\''},
};

/* The character that s begins with, 0: none that counts; *len is what it takes. */
static char next(const char *s, size_t *len)
{
	const char *end = *s == '<' ? strchr(s, '>') : NULL;

	*len = 1;
	if (end) {
		*len = (size_t)(end - s) + 1;
		return 0;
	}
	for (size_t i = 0; i < sizeof(entities) / sizeof(*entities); i++) {
		size_t n = strlen(entities[i].entity);

		if (strncmp(s, entities[i].entity, n) == 0) {
			*len = n;
			return entities[i].c;
		}
	}
	return strchr(" \t\r\n", *s) ? 0 : *s;
}

/* What is left of a text once it was shown as HTML: tags and blanks are gone. */
static char *bare(const char *s)
{
	struct buf out = {0};
	size_t len;

	for (; *s; s += len) {
		char c = next(s, &len);

		if (c)
			buf_addc(&out, c);
	}
	return buf_steal(&out);
}

static bool has(const json_t *tree, const char *wanted)
{
	const char *key, *text = json_string_value(tree);
	json_t *child;
	size_t i;

	if (text) {
		char *shown = bare(text);
		bool found = strstr(shown, wanted) != NULL;

		free(shown);
		return found;
	}
	json_object_foreach((json_t *)tree, key, child) {
		if (has(child, wanted))
			return true;
	}
	json_array_foreach(tree, i, child) {
		if (has(child, wanted))
			return true;
	}
	return false;
}

bool text_match_in(const json_t *tree, const char *note)
{
	char *wanted = bare(note);
	bool found = *wanted && has(tree, wanted);

	free(wanted);
	return found;
}
