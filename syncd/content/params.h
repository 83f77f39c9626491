/* Named values that a sender gave: of a query, a form or a JSON object. */
#ifndef VARTA_SYNCD_CONTENT_PARAMS_H
#define VARTA_SYNCD_CONTENT_PARAMS_H

#include "syncd/content/problem.h"

#include <stdbool.h>
#include <stddef.h>

enum { PARAMS_MAX = 256 };

struct param {
	char *name;
	char *value;
};

/* A zeroed one is empty. */
struct params {
	struct param *list;
	size_t n;
};

/* Adds a copy of name and value. Where either is not UTF-8, holds a NUL, or too many are there
 * already, returns false with a problem that names the field. */
bool params_add(struct params *params, const char *name, size_t name_len, const char *value,
                size_t value_len, struct problem *p);

/* The first value of that name; NULL where it is absent or empty. */
const char *params_get(const struct params *params, const char *name);

/* How often the name is there. */
size_t params_count(const struct params *params, const char *name);

void params_release(struct params *params);

#endif
