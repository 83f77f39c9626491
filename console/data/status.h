/* The statuses and kinds of requests, as codes, words and signs. */
#ifndef VARTA_CONSOLE_DATA_STATUS_H
#define VARTA_CONSOLE_DATA_STATUS_H

enum status {
	STATUS_NEW,
	STATUS_PENDING,
	STATUS_ANSWERED,
	STATUS_REJECTED,
	STATUS_MERGED,
	STATUS_WITHDRAWN,
	STATUS_COUNT /* also: a code that this program does not know */
};

enum status status_find(const char *code);
const char *status_code(enum status status);
/* Translated: the word, and the one-column sign of the queue. */
const char *status_word(enum status status);
const char *status_sign(enum status status);

/* The kind's word, translated; code itself where it is unknown. */
const char *kind_word(const char *code);

#endif
