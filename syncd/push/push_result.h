/* What a peer's answer to a push means (open GeoReport servers, FixMyStreet's above all). Knows
 * neither network nor database. */
#ifndef VARTA_SYNCD_PUSH_PUSH_RESULT_H
#define VARTA_SYNCD_PUSH_PUSH_RESULT_H

#include <stddef.h>

struct push_result {
	enum push_result_kind {
		PUSH_RESULT_DELIVERED, /* the peer has it now */
		PUSH_RESULT_EXISTS,    /* the peer has something of that number already */
		PUSH_RESULT_AGAIN,     /* it may go well another time */
		PUSH_RESULT_REFUSED    /* it never will */
	} kind;
	char *why;  /* in our words; NULL for PUSH_RESULT_DELIVERED and PUSH_RESULT_EXISTS */
	char *said; /* in the peer's, made harmless and short; NULL: nothing. It may quote
	               what a resident wrote or what we sent: not for the log */
};

/* receipt: the field that says that the peer has it, update_id or service_request_id; status of
 * HTTP, type its Content-Type or NULL, body the whole answer. Neither a status nor a type alone is
 * believed: peers answer errors as 200 with a page in HTML. */
struct push_result push_result_judge(const char *receipt, long status, const char *type,
                                     const char *body, size_t len);
void push_result_release(struct push_result *result);

#endif
