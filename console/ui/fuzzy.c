/* Scores how well typed characters fit a text. */
#include "console/ui/fuzzy.h"

#include "lib/base/text.h"

#include <stdbool.h>
#include <string.h>
#include <wctype.h>

enum { START_OF_WORD = 4, TOGETHER = 3, APART = 1, LONG = 128 };

static size_t lower(const char *s, wint_t out[LONG])
{
	size_t n = 0, len = strlen(s);

	for (size_t i = 0; i < len && n < LONG;) {
		uint32_t cp;
		i += utf8_decode(s + i, len - i, &cp);
		out[n++] = towlower((wint_t)cp);
	}
	return n;
}

static bool starts_word(const wint_t *text, size_t i)
{
	return i == 0 || !iswalnum(text[i - 1]);
}

/* From from on, each character at the first place where it stands. */
static int score_from(const wint_t *typed, size_t typed_n, const wint_t *text, size_t n,
                      size_t from)
{
	int score = 0;
	size_t at = from, last = from;

	for (size_t i = 0; i < typed_n; i++) {
		while (at < n && text[at] != typed[i])
			at++;
		if (at == n)
			return FUZZY_NONE;
		if (starts_word(text, at))
			score += START_OF_WORD;
		else
			score += i > 0 && at == last + 1 ? TOGETHER : APART;
		last = at++;
	}
	return score;
}

int fuzzy_score(const char *typed, const char *text)
{
	wint_t a[LONG], b[LONG];
	size_t n = lower(typed, a), m = lower(text, b);
	int best = n == 0 ? 0 : FUZZY_NONE;

	for (size_t from = 0; n > 0 && from < m; from++) {
		int score = b[from] == a[0] ? score_from(a, n, b, m, from) : FUZZY_NONE;
		best = score > best ? score : best;
	}
	return best;
}
