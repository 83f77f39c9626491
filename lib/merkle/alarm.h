/* Why the log is not trusted any more, as programs tell it to each other: a code and the numbers
 * that go with it, such as "leaf_changed 12". The daemon keeps it in the database so, and whoever
 * shows it words it in his language. */
#ifndef VARTA_ALARM_H
#define VARTA_ALARM_H

#include <stddef.h>
#include <stdint.h>

enum alarm {
	ALARM_SHORT,        /* leaves that are there, leaves that were signed */
	ALARM_LEAF_MISSING, /* leaf */
	ALARM_LEAF_CHANGED, /* leaf */
	ALARM_PAST_CHANGED, /* so many leaves */
	ALARM_FORGED,       /* leaves of the checkpoint that a witness has otherwise */
	ALARM_LOST,         /* leaves that a witness has seen, leaves that there are */
	ALARM_REQUEST,      /* the HTTP status by which a witness says so */
	ALARM_KEY,
	ALARM_LOG,
	ALARM_PROOF,
	/* these are no alarms: the next attempt may mend them */
	ALARM_RESTLESS,
	ALARM_UNSIGNED,
	ALARM_STATUS, /* the HTTP status */
	ALARM_STAMP_NONE,
	ALARM_STAMP_TIMELESS,
	/* with a text, of another program or about a file */
	ALARM_UNREACHABLE,
	ALARM_MAIL_LATER,
	ALARM_MAIL_REFUSED,
	ALARM_MAIL_NOBODY,
	ALARM_STAMP_WRONG,
	ALARM_STAMP_CA, /* the file */
	ALARM_TILES,
	ALARM_DISK
};

/* The code with its numbers; a number that it does not take is passed over. The caller frees it. */
char *alarm_code(enum alarm alarm, uint64_t first, uint64_t second);
/* The same for one that takes a text: "mail_refused: 550 no such thing". */
char *alarm_code_of_text(enum alarm alarm, const char *text);

/* A sentence without a full stop, for people (translated) or for the daemon's log (English). What
 * is no code is said as it is. The caller frees it. */
char *alarm_words(const char *code);
char *alarm_english(const char *code);

#endif
