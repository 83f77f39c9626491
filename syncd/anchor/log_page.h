/* What stands in the folder of a log beside it, for people: its public key, and the page that
 * checks receipts. */
#ifndef VARTA_SYNCD_ANCHOR_LOG_PAGE_H
#define VARTA_SYNCD_ANCHOR_LOG_PAGE_H

#include "lib/merkle/note_key.h"

/* Writes 'key' and 'receipt.html' into folder, which is made. Returns NULL, or the complaint, which
 * the caller frees. */
char *log_page_put(const char *folder, const struct note_key *key);

#endif
