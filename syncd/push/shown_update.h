/* Whether a list of updates, as a peer shows it, has one of ours. Knows neither network nor
 * database. */
#ifndef VARTA_SYNCD_PUSH_SHOWN_UPDATE_H
#define VARTA_SYNCD_PUSH_SHOWN_UPDATE_H

#include <stddef.h>

enum shown_update {
	SHOWN_UPDATE_NOT,  /* there is none of that number, or this is no list */
	SHOWN_UPDATE_SAME, /* it is there with its text */
	SHOWN_UPDATE_OTHER /* what has that number says something else */
};

/* Looks in the JSON of body for an update of the number id or own_id with that text. */
enum shown_update shown_update_find(const char *body, size_t len, const char *id,
                                    const char *own_id, const char *text);

#endif
