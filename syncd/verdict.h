/* What a peer's answer to a push means (open GeoReport servers, FixMyStreet's above all). Knows
 * neither network nor database. */
#ifndef VARTA_SYNCD_VERDICT_H
#define VARTA_SYNCD_VERDICT_H

#include <stddef.h>

struct verdict {
	enum verdict_kind {
		VERDICT_DELIVERED, /* the peer has it, now or since an earlier attempt */
		VERDICT_AGAIN,     /* it may go well another time */
		VERDICT_REFUSED    /* it never will */
	} kind;
	char *why;  /* in our words; NULL for VERDICT_DELIVERED */
	char *said; /* in the peer's, made harmless and short; NULL: nothing. It may quote
	               what a resident wrote or what we sent: not for the log */
};

/* receipt: the field that says that the peer has it, update_id or service_request_id; status of
 * HTTP, type its Content-Type or NULL, body the whole answer. Neither a status nor a type alone is
 * believed: peers answer errors as 200 with a page in HTML. */
struct verdict verdict_judge(const char *receipt, long status, const char *type, const char *body,
                             size_t len);
void verdict_release(struct verdict *verdict);

#endif
