/* Time stamps, RFC 3161: an authority signs that it saw the hash of a text at a time. */
#ifndef VARTA_MERKLE_STAMP_H
#define VARTA_MERKLE_STAMP_H

#include "lib/base/buf.h"

#include <stdint.h>

enum { STAMP_MAX = 65536 }; /* bytes of an answer */

/* A question that was asked; the answer has to be to it. */
struct stamp_query;

/* The question for text (SHA-256, with a nonce); its DER is added to out. */
struct stamp_query *stamp_query_new(const void *text, size_t len, struct buf *out);
void stamp_query_free(struct stamp_query *query);

/* Whether the len bytes of an answer are a stamp for the question, by an authority whose
 * certificate leads to one in the PEM file ca. Returns NULL and the second in *at, or a code of
 * alarm.h, which the caller frees. */
char *stamp_answer(const struct stamp_query *query, const void *answer, size_t len, const char *ca,
                   int64_t *at);
/* The same for a text, long after; the complaint is in words. */
char *stamp_check(const void *text, size_t text_len, const void *answer, size_t len, const char *ca,
                  int64_t *at);

#endif
