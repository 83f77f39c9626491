/* Why an HTTP request cannot be served: an HTTP status and a sentence for the sender. */
#ifndef VARTA_SYNCD_CONTENT_PROBLEM_H
#define VARTA_SYNCD_CONTENT_PROBLEM_H

#include <stdbool.h>

struct problem {
	int status; /* 0: none */
	char *text; /* owned */
};

/* Notes the first problem and keeps it when another follows. Always returns false, so that a
 * parser can end with 'return problem_set(…)'. */
bool problem_set(struct problem *p, int status, const char *fmt, ...)
        __attribute__((format(printf, 3, 4)));
void problem_release(struct problem *p);

/* A sender's own words for the middle of such a sentence: harmless and cut to 60 columns.
 * The caller frees it. */
char *problem_quote(const char *s);

#endif
