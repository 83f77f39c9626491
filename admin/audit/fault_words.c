/* Translates faults: the catalogue has them with %s in place of what varies (tools/sql-words). */
#include "admin/audit/fault_words.h"

#include "lib/base/buf.h"
#include "lib/base/i18n.h"
#include "lib/base/xmalloc.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define DIGITS "0123456789"

enum { HOLES_MAX = 2 };

/* A fault as the catalogue has it, and what stood in its holes. */
struct phrase {
	struct buf id;
	char *held[HOLES_MAX];
	size_t n;
};

/* Makes a hole of the len bytes at s. */
static void add_hole(struct phrase *phrase, const char *s, size_t len)
{
	phrase->held[phrase->n++] = xstrndup(s, len);
	buf_adds(&phrase->id, "%s");
}

/* field: its second word is the name of one, and a hole. The last hole is the number. */
static struct phrase phrase_of(const char *fault, bool field)
{
	struct phrase phrase = {0};
	const char *rest = fault;
	size_t len;

	if (field) {
		len = strcspn(rest, " ");
		len += strspn(rest + len, " ");
		buf_add(&phrase.id, rest, len);
		rest += len;
		len = strcspn(rest, " ");
		add_hole(&phrase, rest, len);
		rest += len;
	}
	len = strcspn(rest, DIGITS);
	buf_add(&phrase.id, rest, len);
	rest += len;
	len = strspn(rest, DIGITS);
	if (len)
		add_hole(&phrase, rest, len);
	buf_adds(&phrase.id, rest + len);
	return phrase;
}

/* Puts what was held into the holes of a translation. */
static char *fill(const char *text, const struct phrase *phrase)
{
	struct buf out = {0};
	const char *hole;

	for (size_t i = 0; i < phrase->n && (hole = strstr(text, "%s")); i++) {
		buf_add(&out, text, (size_t)(hole - text));
		buf_adds(&out, i18n_word(phrase->held[i]));
		text = hole + 2;
	}
	buf_adds(&out, text);
	return buf_steal(&out);
}

/* NULL: the catalogue does not have it so. */
static char *look_up(const char *fault, bool field)
{
	struct phrase phrase = phrase_of(fault, field);
	const char *text = i18n_word(phrase.id.data);
	char *words = text != phrase.id.data ? fill(text, &phrase) : NULL;

	for (size_t i = 0; i < phrase.n; i++)
		free(phrase.held[i]);
	buf_release(&phrase.id);
	return words;
}

char *fault_words(const char *fault)
{
	char *words = *fault ? look_up(fault, false) : NULL;

	if (!words && *fault)
		words = look_up(fault, true);
	return words ? words : xstrdup(fault);
}
