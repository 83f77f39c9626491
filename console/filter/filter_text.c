/* The filter language written: from the parameter back to the words. */
#include "console/filter/filter.h"
#include "console/filter/filter_key.h"
#include "lib/base/buf.h"
#include "lib/base/xmalloc.h"

#include <stdlib.h>
#include <string.h>

/* Values with a blank stand in quotes. */
static void add_codes(struct buf *out, const json_t *value)
{
	size_t i;
	const json_t *code;
	struct buf list = {0};
	bool blank;

	json_array_foreach(value, i, code)
		buf_addf(&list, "%s%s", i ? "," : "", json_string_value(code));
	if (json_is_string(value))
		buf_adds(&list, json_string_value(value));
	blank = list.data && strchr(list.data, ' ') != NULL;
	buf_addf(out, blank ? "\"%s\"" : "%s", list.data ? list.data : "");
	buf_release(&list);
}

static void add_key(struct buf *out, const struct filter_key *key, const json_t *value)
{
	char *written = key->takes == FILTER_TIME    ? filter_write_time(key, value)
	                : key->takes == FILTER_PLACE ? filter_write_place(value)
	                : key->takes == FILTER_NUMBER
	                        ? xasprintf("%lld", (long long)json_integer_value(value))
	                        : NULL;

	if (key->takes == FILTER_TEXT)
		buf_addf(out, "%s\"%s\"", out->len ? " " : "", json_string_value(value));
	else
		buf_addf(out, "%s%s:%s", out->len ? " " : "", key->names[0],
		         written ? written : "");
	if (!written && key->takes != FILTER_TEXT)
		add_codes(out, value);
	free(written);
}

char *filter_text(const json_t *json)
{
	struct buf out = {0};
	const struct filter_key *key;
	const struct filter_flag *flag;

	for (size_t k = 0; (key = filter_key_at(k)) != NULL; k++) {
		const json_t *value = json_object_get(json, key->json);
		if (value)
			add_key(&out, key, value);
	}
	for (size_t i = 0; (flag = filter_flag_at(i)) != NULL; i++)
		if (!flag->code && json_is_true(json_object_get(json, flag->json)))
			buf_addf(&out, "%s%s", out.len ? " " : "", flag->word);
	return buf_steal(&out);
}
