/* All of an order or of a defect, as the database gives it: api.order_detail(),
 * api.defect_detail().
 */
#ifndef VARTA_CONSOLE_ORDER_THING_DETAIL_H
#define VARTA_CONSOLE_ORDER_THING_DETAIL_H

#include "console/order/thing.h"
#include "console/ui/lines.h"
#include "lib/db/db.h"

#include <jansson.h>

struct thing_detail {
	json_t *json; /* NULL: nothing is there */
	struct thing *thing;
};

/* Takes the answer to QUERY_ORDER_DETAIL or QUERY_DEFECT_DETAIL. Returns whether there is one; then
 * what d had is gone. */
bool thing_detail_take(struct thing_detail *d, enum thing_kind kind, const PGresult *res,
                       const struct db_error *error);
void thing_detail_release(struct thing_detail *d);

/* Whether it is all of that thing, at the version of its line or a later one. */
bool thing_detail_is(const struct thing_detail *d, const struct thing *t);
/* Whether the operator can do that with it now, by the database's word for it. */
bool thing_detail_allows(const struct thing_detail *d, const char *verb);
/* For whom that is now, which is not for the operator: head, unit; NULL: for nobody now. */
const char *thing_detail_others(const struct thing_detail *d, const char *verb);
/* A member as a harmless text, lines kept; never NULL, the caller frees it. */
char *thing_text(const json_t *object, const char *member);
int64_t thing_number(const json_t *object, const char *member);

/* What is said of it: the facts. */
void thing_lines(const struct thing_detail *d, struct lines *l, int64_t now);
/* The text of an order, as it was issued, or as a draft demands. */
void thing_order_text(const struct thing_detail *d, struct lines *l);

/* The i-th of the things that it names, from 0: what Enter and the digits open. False: there are
 * not so many. */
struct thing_link {
	enum thing_kind kind;
	int64_t id;
};
bool thing_link_at(const struct thing_detail *d, size_t i, struct thing_link *link);

#endif
