/* The filter language written: from the parameter back to the words. */
#include "console/filter/filter.h"
#include "console/filter/filter_key.h"
#include "lib/base/buf.h"
#include "lib/base/xmalloc.h"

#include <stdlib.h>
#include <string.h>

void filter_say_codes(const struct filter_key *key, const char *codes, struct buf *out)
{
	for (const char *p = codes; *p;) {
		size_t len = strcspn(p, ",");
		const struct filter_word *word = filter_key_word(key, p, len);
		if (word)
			buf_adds(out, filter_word_said(word));
		else
			buf_add(out, p, len);
		if (p[len] == ',')
			buf_addc(out, ',');
		p += len + (p[len] == ',');
	}
}

/* Values with a blank stand in quotes. */
static void add_codes(struct buf *out, const struct filter_key *key, const json_t *value)
{
	size_t i;
	const json_t *code;
	struct buf list = {0}, said = {0};
	bool blank;

	json_array_foreach(value, i, code)
		buf_addf(&list, "%s%s", i ? "," : "", json_string_value(code));
	if (json_is_string(value))
		buf_adds(&list, json_string_value(value));
	filter_say_codes(key, list.data ? list.data : "", &said);
	blank = said.data && strchr(said.data, ' ') != NULL;
	buf_addf(out, blank ? "\"%s\"" : "%s", said.data ? said.data : "");
	buf_release(&list);
	buf_release(&said);
}

static void add_key(struct buf *out, const struct filter_key *key, const json_t *value)
{
	char *written = key->takes == FILTER_TIME    ? filter_write_time(key, value)
	                : key->takes == FILTER_PLACE ? filter_write_place(value)
	                : key->takes == FILTER_DAYS  ? filter_write_days(value)
	                : key->takes == FILTER_NUMBER
	                        ? xasprintf("%lld", (long long)json_integer_value(value))
	                        : NULL;

	if (key->takes == FILTER_TEXT)
		buf_addf(out, "%s\"%s\"", out->len ? " " : "", json_string_value(value));
	else
		buf_addf(out, "%s%s:%s", out->len ? " " : "", filter_word_said(&key->name),
		         written ? written : "");
	if (!written && key->takes != FILTER_TEXT)
		add_codes(out, key, value);
	free(written);
}

char *filter_text(const struct filter_language *language, const json_t *json)
{
	struct buf out = {0};
	const struct filter_key *key;
	const struct filter_flag *flag;

	for (size_t k = 0; (key = filter_key_at(language, k)) != NULL; k++) {
		const json_t *value = json_object_get(json, key->json);
		if (value)
			add_key(&out, key, value);
	}
	for (size_t i = 0; (flag = filter_flag_at(language, i)) != NULL; i++)
		if (!flag->code && json_is_true(json_object_get(json, flag->json)))
			buf_addf(&out, "%s%s", out.len ? " " : "", filter_word_said(&flag->word));
	return buf_steal(&out);
}
