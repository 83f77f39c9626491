/* Reads a JSON object as params, and blanks a member in its text. */
#include "syncd/content/json_body.h"

#include "lib/base/buf.h"
#include "lib/base/xmalloc.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

static bool add_text(const char *name, const char *value, size_t len, struct params *params,
                     struct problem *p)
{
	return params_add(params, name, strlen(name), value, len, p);
}

static bool add_scalar(const char *name, const json_t *value, struct params *params,
                       struct problem *p)
{
	char *text;
	bool ok;

	if (json_is_null(value))
		return true;
	if (json_is_string(value))
		return add_text(name, json_string_value(value), json_string_length(value), params,
		                p);
	if (json_is_object(value) || json_is_array(value)) {
		char *quoted = problem_quote(name);

		problem_set(p, 400, "%s: a text or a number is expected", quoted);
		free(quoted);
		return false;
	}
	text = json_dumps(value, JSON_ENCODE_ANY | JSON_REAL_PRECISION(15));
	ok = add_text(name, text, strlen(text), params, p);
	free(text);
	return ok;
}

/* A list gives the name several times. */
static bool add_member(const char *name, const json_t *value, struct params *params,
                       struct problem *p)
{
	size_t i;
	json_t *item;

	if (!json_is_array(value))
		return add_scalar(name, value, params, p);
	json_array_foreach(value, i, item) {
		if (!add_scalar(name, item, params, p))
			return false;
	}
	return true;
}

static bool add_attributes(const json_t *object, struct params *params, struct problem *p)
{
	const char *key;
	json_t *value;

	json_object_foreach((json_t *)object, key, value) {
		char *name = xasprintf("attribute[%s]", key);
		bool ok = add_member(name, value, params, p);

		free(name);
		if (!ok)
			return false;
	}
	return true;
}

static bool add_object(const json_t *object, struct params *params, struct problem *p)
{
	const char *key;
	json_t *value;

	json_object_foreach((json_t *)object, key, value) {
		bool nested = strcmp(key, "attribute") == 0 && json_is_object(value);

		if (!(nested ? add_attributes(value, params, p)
		             : add_member(key, value, params, p)))
			return false;
	}
	return true;
}

bool json_body_decode(const char *s, size_t len, struct params *params, struct problem *p)
{
	json_error_t error;
	json_t *root = json_loadb(s, len, JSON_REJECT_DUPLICATES, &error);
	bool ok;

	if (!root) {
		char *quoted = problem_quote(error.text);

		problem_set(p, 400, "the body is not JSON: line %d: %s", error.line, quoted);
		free(quoted);
		return false;
	}
	ok = json_is_object(root) ? add_object(root, params, p)
	                          : problem_set(p, 400, "the body is not a JSON object");
	json_decref(root);
	return ok;
}

/* The end of the string token that begins at s[at], behind its closing quote. */
static size_t skip_string(const char *s, size_t len, size_t at)
{
	for (at++; at < len && s[at] != '"'; at++)
		if (s[at] == '\\')
			at++;
	return at < len ? at + 1 : len;
}

static size_t skip_blanks(const char *s, size_t len, size_t at)
{
	while (at < len && strchr(" \t\r\n", s[at]))
		at++;
	return at;
}

/* The end of the value that begins at s[at]. */
static size_t skip_value(const char *s, size_t len, size_t at)
{
	int depth = 0;

	for (; at < len; at++) {
		if (s[at] == '"') {
			at = skip_string(s, len, at);
			if (!depth)
				return at;
			at--;
		} else if (s[at] == '{' || s[at] == '[') {
			depth++;
		} else if (s[at] == '}' || s[at] == ']') {
			if (--depth <= 0)
				return depth ? at : at + 1;
		} else if (!depth && strchr(", \t\r\n", s[at])) {
			return at;
		}
	}
	return len;
}

/* Whether the string token says name, however it is escaped. */
static bool token_is(const char *token, size_t len, const char *name)
{
	json_t *text = json_loadb(token, len, JSON_DECODE_ANY, NULL);
	const char *key = json_string_value(text);
	bool same = key && strcmp(key, name) == 0;

	json_decref(text);
	return same;
}

char *json_body_without(const char *s, size_t len, const char *name, size_t *out_len)
{
	struct buf out = {0};
	size_t kept = 0, at = skip_blanks(s, len, 0) + 1;

	while ((at = skip_blanks(s, len, at)) < len && s[at] == '"') {
		size_t key = at, key_end = skip_string(s, len, at);
		size_t colon = skip_blanks(s, len, key_end);
		size_t value = skip_blanks(s, len, colon + 1);

		at = skip_value(s, len, value);
		if (token_is(s + key, key_end - key, name)) {
			buf_add(&out, s + kept, value - kept);
			buf_adds(&out, "\"\"");
			kept = at;
		}
		at = skip_blanks(s, len, at) + 1;
	}
	buf_add(&out, s + kept, len - kept);
	*out_len = out.len;
	return buf_steal(&out);
}
