/* Sorts the fields and hashes them. */
#include "syncd/content/params_digest.h"

#include "lib/base/buf.h"
#include "lib/base/xmalloc.h"

#include <openssl/crypto.h>
#include <openssl/sha.h>
#include <stdlib.h>
#include <string.h>

/* The length of a name: a list of values has one with [] or without, as the encoding will. */
static size_t name_len(const char *name)
{
	size_t len = strlen(name);

	return len > 2 && strcmp(name + len - 2, "[]") == 0 ? len - 2 : len;
}

static int compare(const void *a, const void *b)
{
	const struct param *x = *(const struct param *const *)a,
	                   *y = *(const struct param *const *)b;
	size_t m = name_len(x->name), n = name_len(y->name);
	int order = memcmp(x->name, y->name, m < n ? m : n);

	if (order || m != n)
		return order ? order : m < n ? -1 : 1;
	return strcmp(x->value, y->value);
}

/* A NUL, which neither name nor value has, ends each. */
static void add_text(struct buf *all, const char *s, size_t len)
{
	buf_add(all, s, len);
	buf_addc(all, '\0');
}

char *params_digest(const struct params *params, const char *except)
{
	const struct param **sorted = xcalloc(params->n + 1, sizeof(*sorted));
	unsigned char digest[SHA256_DIGEST_LENGTH];
	struct buf all = {0}, hex = {0};

	for (size_t i = 0; i < params->n; i++)
		sorted[i] = &params->list[i];
	qsort(sorted, params->n, sizeof(*sorted), compare);
	for (size_t i = 0; i < params->n; i++) {
		if (strcmp(sorted[i]->name, except) == 0)
			continue;
		add_text(&all, sorted[i]->name, name_len(sorted[i]->name));
		add_text(&all, sorted[i]->value, strlen(sorted[i]->value));
	}
	SHA256((const unsigned char *)all.data, all.len, digest);
	for (size_t i = 0; i < sizeof(digest); i++)
		buf_addf(&hex, "%02x", digest[i]);
	if (all.len)
		OPENSSL_cleanse(all.data, all.len);
	buf_release(&all);
	free(sorted);
	return buf_steal(&hex);
}
