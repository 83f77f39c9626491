/* The words of the filter language: its keys with what they take, and the words that stand alone.
 */
#ifndef VARTA_CONSOLE_FILTER_FILTER_KEY_H
#define VARTA_CONSOLE_FILTER_FILTER_KEY_H

#include "console/filter/filter_word.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

enum filter_takes {
	FILTER_CODES,  /* a list of codes */
	FILTER_ONE,    /* one code */
	FILTER_NUMBER, /* the number of a request */
	FILTER_TIME,   /* due and received */
	FILTER_DAYS,   /* a day, some, or those from or until one */
	FILTER_PLACE,  /* a place and how far around */
	FILTER_TEXT    /* words to look for */
};

enum { FILTER_SETS = 2 };

struct filter_key {
	struct filter_word name;
	const char *alias;               /* another neutral name; NULL: none */
	const char *json;                /* what the database calls it */
	const char *help;                /* an example of what it takes, or what the codes are */
	const struct filter_word *words; /* codes that this program knows; ends with NULLs */
	bool more;                       /* the database knows others */
	enum filter_takes takes;
	/* Words that stand for several codes, or for one that says less. */
	struct {
		struct filter_word word;
		const char *codes;
	} sets[FILTER_SETS];
};

/* A word that stands alone. */
struct filter_flag {
	struct filter_word word;
	const char *json;
	const char *code; /* of the list that it sets; NULL: it is true */
	const char *help;
};

/* What a list of things is filtered by. */
struct filter_language {
	const struct filter_key *keys;
	size_t keys_n;
	const struct filter_flag *flags;
	size_t flags_n;
	bool numbers; /* a number alone is that of one thing */
};

/* The i-th; NULL behind the last. */
const struct filter_key *filter_key_at(const struct filter_language *language, size_t i);
const struct filter_flag *filter_flag_at(const struct filter_language *language, size_t i);
/* NULL where there is none of that name. */
const struct filter_key *filter_key_find(const struct filter_language *language, const char *name,
                                         size_t len);
const struct filter_flag *filter_flag_find(const struct filter_language *language,
                                           const char *word);
/* The code that value, len bytes, names; NULL: none of those that this program knows. */
const struct filter_word *filter_key_word(const struct filter_key *key, const char *value,
                                          size_t len);

/* Adds neutral values (comma-separated) in the reader's language. */
struct buf;
void filter_say_codes(const struct filter_key *key, const char *codes, struct buf *out);

/* Reads what stands behind 'due:' or 'received:', 'near:', 'issued:', into *json. Returns NULL or
 * the complaint, which the caller frees. */
char *filter_read_time(const struct filter_key *key, const char *value, json_t **json);
char *filter_read_place(const struct filter_key *key, const char *value, json_t **json);
/* What *json holds already stays, as far as this says nothing else: 'issued:>1.03 issued:<5.03'. */
char *filter_read_days(const char *value, json_t **json);
/* The other way round. The caller frees it. */
char *filter_write_time(const struct filter_key *key, const json_t *json);
char *filter_write_place(const json_t *json);
char *filter_write_days(const json_t *json);

#endif
