/* Compares words as people type them, and puts neutral ones in the place of Ukrainian ones. */
#include "console/filter/filter_word.h"

#include "lib/base/buf.h"
#include "lib/base/i18n.h"
#include "lib/base/text.h"

#include <stdint.h>
#include <string.h>
#include <wctype.h>

/* Of two that begin alike the longer one stands first. */
static const struct filter_word measures[] = {
        {"today", "сьогодні"},
        {"yesterday", "учора"},
        {"yesterday", "вчора"},
        {"tomorrow", "завтра"},
        {"none", "немає"},
        {"km", "км"},
        {"m", "м"},
        {"h", "год"},
        {"h", "г"},
        {"d", "дн"},
        {"d", "д"},
        {"w", "тиж"},
        {"w", "т"},
};

/* U+2019 and U+02BC are what an apostrophe is typed as, too. */
static uint32_t folded(const char *s, size_t len, size_t *used)
{
	uint32_t c = 0;

	*used = utf8_decode(s, len, &c);
	return c == 0x2019 || c == 0x02BC ? '\'' : (uint32_t)towlower((wint_t)c);
}

bool filter_word_begins(const char *s, const char *start, size_t len)
{
	size_t s_len = strlen(s), a, b;

	for (size_t i = 0, j = 0; j < len; i += a, j += b)
		if (i >= s_len || folded(s + i, s_len - i, &a) != folded(start + j, len - j, &b))
			return false;
	return true;
}

static bool same(const char *word, const char *s, size_t len)
{
	return word && filter_word_begins(word, s, len) &&
	       filter_word_begins(s, word, strlen(word));
}

bool filter_word_is(const struct filter_word *word, const char *s, size_t len)
{
	return same(word->code, s, len) || same(word->twin, s, len);
}

const char *filter_word_said(const struct filter_word *word)
{
	return word->twin && i18n_is_ukrainian() ? word->twin : word->code;
}

static const struct filter_word *measure_at(const char *s)
{
	for (size_t i = 0; i < sizeof(measures) / sizeof(*measures); i++)
		if (filter_word_begins(s, measures[i].twin, strlen(measures[i].twin)))
			return &measures[i];
	return NULL;
}

char *filter_word_neutral(const char *value)
{
	struct buf out = {0};

	while (*value) {
		const struct filter_word *word = measure_at(value);
		buf_add(&out, word ? word->code : value, word ? strlen(word->code) : 1);
		value += word ? strlen(word->twin) : 1;
	}
	return buf_steal(&out);
}
