/* A word of the filter language with its Ukrainian twin: both are understood in either language. */
#ifndef VARTA_CONSOLE_FILTER_FILTER_WORD_H
#define VARTA_CONSOLE_FILTER_FILTER_WORD_H

#include <stdbool.h>
#include <stddef.h>

struct filter_word {
	const char *code; /* the neutral one, which is stored */
	const char *twin;
};

/* Whether s, len bytes, is the word or its twin, whatever the case and the apostrophe. */
bool filter_word_is(const struct filter_word *word, const char *s, size_t len);
/* Whether s begins with start, likewise. */
bool filter_word_begins(const char *s, const char *start, size_t len);
/* What the reader's language calls it. */
const char *filter_word_said(const struct filter_word *word);
/* The words of moments and distances in value as neutral ones: '<2д' as '<2d', 'сьогодні' as
 * 'today'. The caller frees it. */
char *filter_word_neutral(const char *value);

#endif
