/* Keeps names and values in the order in which they came. */
#include "syncd/content/params.h"

#include "lib/base/text.h"
#include "lib/base/xmalloc.h"

#include <stdlib.h>
#include <string.h>

static bool check_value(const char *name, const char *value, size_t len, struct problem *p)
{
	char *quoted;
	size_t bad;

	if (utf8_valid(value, len, &bad))
		return true;
	quoted = problem_quote(name);
	problem_set(p, 400, "%s: not valid UTF-8 text (byte %zu)", quoted, bad + 1);
	free(quoted);
	return false;
}

bool params_add(struct params *params, const char *name, size_t name_len, const char *value,
                size_t value_len, struct problem *p)
{
	char *copy;

	if (params->n == PARAMS_MAX)
		return problem_set(p, 400, "more than %d fields", PARAMS_MAX);
	if (!utf8_valid(name, name_len, NULL))
		return problem_set(p, 400, "the name of field %zu is not valid UTF-8 text",
		                   params->n + 1);
	copy = xstrndup(name, name_len);
	if (!check_value(copy, value, value_len, p)) {
		free(copy);
		return false;
	}
	params->list = xreallocarray(params->list, params->n + 1, sizeof(*params->list));
	params->list[params->n++] = (struct param){copy, xstrndup(value, value_len)};
	return true;
}

const char *params_get(const struct params *params, const char *name)
{
	for (size_t i = 0; i < params->n; i++)
		if (strcmp(params->list[i].name, name) == 0)
			return params->list[i].value[0] ? params->list[i].value : NULL;
	return NULL;
}

size_t params_count(const struct params *params, const char *name)
{
	size_t n = 0;

	for (size_t i = 0; i < params->n; i++)
		n += strcmp(params->list[i].name, name) == 0;
	return n;
}

void params_release(struct params *params)
{
	for (size_t i = 0; i < params->n; i++) {
		free(params->list[i].name);
		free(params->list[i].value);
	}
	free(params->list);
	*params = (struct params){0};
}
