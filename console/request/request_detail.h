/* One request as api.request gives it, and its text for the screen.
 *
 * The room request/ is the one request that is looked at: all that is known of it, as lines of text
 * (request_lines.c, request_state.c), those that were looked at lately (recent.h), and those that
 * it could be a duplicate of (similar.h). */
#ifndef VARTA_CONSOLE_REQUEST_REQUEST_DETAIL_H
#define VARTA_CONSOLE_REQUEST_REQUEST_DETAIL_H

#include "console/data/row.h"
#include "console/ui/lines.h"
#include "lib/db/db.h"

#include <jansson.h>
#include <libpq-fe.h>
#include <stdbool.h>
#include <stdint.h>

struct detail {
	json_t *json;
	struct row *row;
};

/* Puts the answer to QUERY_REQUEST in the place of what d holds. Returns false, and leaves d as it
 * is, where it gave no request. error may be NULL. */
bool detail_take(struct detail *d, const PGresult *res, const struct db_error *error);
void detail_release(struct detail *d);
/* A copy with a life of its own; the caller releases it. */
struct detail detail_copy(const struct detail *d);

/* The text of a field, made harmless, on the heap; empty where there is none. */
char *detail_text(const json_t *object, const char *field);

/* For how many seconds a published answer can be taken back in its city, as it is now. */
int64_t detail_recall_window(const struct detail *d);

/* The answer that is written and not sent, with which writing goes on; NULL: none. */
const json_t *detail_draft(const struct detail *d);

/* The whole request, what is needed to decide, or only the resident's words, behind what lines
 * holds already. */
void detail_lines(const struct detail *d, struct lines *lines, int64_t now);
/* The same, the resident's words first: for small screens. */
void detail_lines_small(const struct detail *d, struct lines *lines, int64_t now);
void detail_preview(const struct detail *d, struct lines *lines, int64_t now);
/* What it waits for and what it is merged with. */
void detail_state(const struct detail *d, struct lines *lines, int64_t now);
void detail_description(const struct detail *d, struct lines *lines);

#endif
