/* Decodes and encodes application/x-www-form-urlencoded. */
#include "syncd/content/form.h"

#include <stdlib.h>
#include <string.h>

struct pair {
	const char *name, *value;
	size_t name_len, value_len;
};

/* Takes the next pair from s, which is moved behind it. */
static bool next_pair(const char **s, size_t *len, struct pair *pair)
{
	const char *end, *equals;
	size_t n;

	if (!*len)
		return false;
	end = memchr(*s, '&', *len);
	n = end ? (size_t)(end - *s) : *len;
	equals = memchr(*s, '=', n);
	pair->name = *s;
	pair->name_len = equals ? (size_t)(equals - *s) : n;
	pair->value = equals ? equals + 1 : *s + n;
	pair->value_len = equals ? n - pair->name_len - 1 : 0;
	*s += end ? n + 1 : n;
	*len -= end ? n + 1 : n;
	return true;
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Undoes %XX and '+'. Returns false where a '%' has no two digits behind it. */
static bool unescape(const char *s, size_t len, struct buf *out)
{
	buf_clear(out);
	buf_adds(out, "");
	for (size_t i = 0; i < len; i++) {
		int high, low;

		if (s[i] != '%') {
			buf_addc(out, s[i] == '+' ? ' ' : s[i]);
			continue;
		}
		if (i + 2 >= len)
			return false;
		high = hex_digit(s[i + 1]);
		low = hex_digit(s[i + 2]);
		if (high < 0 || low < 0)
			return false;
		buf_addc(out, (char)(high * 16 + low));
		i += 2;
	}
	return true;
}

/* A zeroed buffer holds no string yet. */
static const char *text_of(const struct buf *b)
{
	return b->data ? b->data : "";
}

static bool decode_pair(const struct pair *pair, struct params *params, struct problem *p)
{
	struct buf name = {0}, value = {0};
	bool ok = false;

	if (!unescape(pair->name, pair->name_len, &name)) {
		problem_set(p, 400, "the name of field %zu has a broken %%-escape", params->n + 1);
	} else if (!unescape(pair->value, pair->value_len, &value)) {
		char *quoted = problem_quote(text_of(&name));

		problem_set(p, 400, "%s: broken %%-escape", quoted);
		free(quoted);
	} else {
		ok = params_add(params, text_of(&name), name.len, text_of(&value), value.len, p);
	}
	buf_release(&name);
	buf_release(&value);
	return ok;
}

bool form_decode(const char *s, size_t len, struct params *params, struct problem *p)
{
	struct pair pair;

	while (next_pair(&s, &len, &pair)) {
		if (!pair.name_len && !pair.value_len)
			continue;
		if (!decode_pair(&pair, params, p))
			return false;
	}
	return true;
}

char *form_without(const char *s, size_t len, const char *name, size_t *out_len)
{
	struct buf out = {0}, decoded = {0};
	struct pair pair;
	const char *kept = s;

	while (next_pair(&s, &len, &pair)) {
		if (!unescape(pair.name, pair.name_len, &decoded) || decoded.len != strlen(name) ||
		    memcmp(text_of(&decoded), name, decoded.len) != 0)
			continue;
		buf_add(&out, kept, (size_t)(pair.value - kept));
		kept = pair.value + pair.value_len;
	}
	buf_add(&out, kept, (size_t)(s - kept));
	buf_release(&decoded);
	*out_len = out.len;
	return buf_steal(&out);
}

void form_escape(struct buf *form, const char *value)
{
	static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
	                            "0123456789-._*";

	for (const char *s = value; *s; s++) {
		if (strchr(plain, *s))
			buf_addc(form, *s);
		else
			buf_addf(form, "%%%02X", (unsigned char)*s);
	}
}

void form_add(struct buf *form, const char *name, const char *value)
{
	buf_addf(form, "%s%s=", form->len ? "&" : "", name);
	form_escape(form, value);
}
