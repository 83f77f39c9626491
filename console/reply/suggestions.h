/* What an answer can be made of: the templates for the request, filled in as far as the request
 * says, and the answers to requests like it. */
#ifndef VARTA_CONSOLE_REPLY_SUGGESTIONS_H
#define VARTA_CONSOLE_REPLY_SUGGESTIONS_H

#include "console/ui/lines.h"

#include <libpq-fe.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct suggestions_item {
	bool template;
	char *title; /* all are harmless and never NULL */
	char *about; /* one line: where and when it was, what the template is for */
	char *text;  /* what is put into the answer */
};

struct suggestions {
	struct suggestions_item *items; /* templates first */
	size_t n;
	int awaited; /* answers of the database that are still to come */
};

/* Takes the rows of QUERY_GUIDANCE and then of QUERY_SIMILAR; res NULL: there are none. */
void suggestions_add(struct suggestions *m, const PGresult *res, bool templates, int64_t now);
void suggestions_release(struct suggestions *m);

/* Item i in a line: its digit, its name. The caller frees it. */
char *suggestions_line(const struct suggestions *m, size_t i);
/* All of them, the beginning of each look-alike's answer with it, behind indent columns. */
void suggestions_lines(const struct suggestions *m, struct lines *lines, int indent);

#endif
