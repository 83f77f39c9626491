/* The words of the filter language: its keys with what they take, and the words that stand alone.
 */
#ifndef VARTA_CONSOLE_FILTER_FILTER_KEY_H
#define VARTA_CONSOLE_FILTER_FILTER_KEY_H

#include <jansson.h>
#include <stddef.h>

enum filter_takes {
	FILTER_CODES,  /* a list of codes */
	FILTER_ONE,    /* one code */
	FILTER_NUMBER, /* the number of a request */
	FILTER_TIME,   /* due and received */
	FILTER_PLACE,  /* a place and how far around */
	FILTER_TEXT    /* words to look for */
};

enum { FILTER_NAMES = 2, FILTER_SETS = 2 };

struct filter_key {
	const char *names[FILTER_NAMES];
	const char *json;         /* what the database calls it */
	const char *help;         /* an example of what it takes, or what the codes are */
	const char *const *codes; /* where this program knows them all; ends with NULL */
	enum filter_takes takes;
	/* Words that stand for several codes, or for one that says less. */
	struct {
		const char *word, *codes;
	} sets[FILTER_SETS];
};

/* A word that stands alone. */
struct filter_flag {
	const char *word, *json;
	const char *code; /* of the list that it sets; NULL: it is true */
	const char *help;
};

/* The i-th; NULL behind the last. */
const struct filter_key *filter_key_at(size_t i);
const struct filter_flag *filter_flag_at(size_t i);
/* NULL where there is none of that name. */
const struct filter_key *filter_key_find(const char *name, size_t len);
const struct filter_flag *filter_flag_find(const char *word);

/* Reads what stands behind 'due:' or 'received:', 'near:', into *json. Returns NULL or the
 * complaint, which the caller frees. */
char *filter_read_time(const struct filter_key *key, const char *value, json_t **json);
char *filter_read_place(const struct filter_key *key, const char *value, json_t **json);
/* The other way round. The caller frees it. */
char *filter_write_time(const struct filter_key *key, const json_t *json);
char *filter_write_place(const json_t *json);

#endif
