/* What the entry of a receipt says: the line of an event, JSON and behind it the hash of its
 * content. */
#ifndef VARTA_MERKLE_RECEIPT_ENTRY_H
#define VARTA_MERKLE_RECEIPT_ENTRY_H

#include "lib/merkle/receipt.h"

struct receipt_entry {
	int64_t request; /* its number */
	int64_t at;      /* microseconds since 1970 */
};

/* Reads the entry of a receipt whose proof was checked. Returns NULL, or what is wrong: it is not
 * that something was received. */
const char *receipt_entry_read(const struct receipt *receipt, struct receipt_entry *entry);

#endif
