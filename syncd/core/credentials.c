/* Reads the file of keys, and keeps them apart from everything that is logged or dumped. */
#include "syncd/core/credentials.h"

#include "lib/base/secret_file.h"
#include "lib/base/xmalloc.h"
#include "lib/program/yaml_map.h"
#include "syncd/core/origin.h"

#include <curl/curl.h>
#include <openssl/crypto.h>
#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>

struct key {
	SLIST_ENTRY(key) link;
	char *source, *value;
	char *url; /* of the server that it is for; NULL: it does not say */
};

struct credentials {
	SLIST_HEAD(key_list, key) list;
};

void credentials_free(struct credentials *keys)
{
	struct key *key;

	if (!keys)
		return;
	while ((key = SLIST_FIRST(&keys->list))) {
		SLIST_REMOVE_HEAD(&keys->list, link);
		OPENSSL_cleanse(key->value, strlen(key->value));
		free(key->value);
		free(key->source);
		free(key->url);
		free(key);
	}
	free(keys);
}

static const struct key *find(const struct credentials *keys, const char *source)
{
	const struct key *key;

	SLIST_FOREACH(key, &keys->list, link)
		if (strcmp(key->source, source) == 0)
			return key;
	return NULL;
}

const char *credentials_find(const struct credentials *keys, const char *source)
{
	const struct key *key = find(keys, source);

	return key ? key->value : NULL;
}

char *credentials_refusal(const struct credentials *keys, const char *source, const char *url)
{
	const struct key *key = find(keys, source);

	if (!key)
		return xstrdup("the daemon has no key for the source");
	if (!key->url)
		return xasprintf("the key of the source does not say which server it is for: write "
		                 "'%s: {url: URL, key: KEY}' into the file of keys",
		                 source);
	if (!origin_same(key->url, url))
		return xasprintf("the key of the source is for %s and is not sent to %s: if the "
		                 "source has moved, write its new url into the file of keys",
		                 key->url, url);
	return NULL;
}

/* Whether eight bytes in a row of secret stand in text, or all of it where it is shorter. */
static bool stands_in(const char *secret, const char *text)
{
	enum { PIECE = 8 };
	size_t len = strlen(secret), piece = len < PIECE ? len : PIECE;

	for (size_t at = 0; piece && at + piece <= len; at++)
		if (memmem(text, strlen(text), secret + at, piece))
			return true;
	return false;
}

bool credentials_quoted(const struct credentials *keys, const char *source, const char *text)
{
	const char *key = credentials_find(keys, source);
	char *escaped = key ? curl_easy_escape(NULL, key, 0) : NULL;
	bool quoted = key && (stands_in(key, text) || (escaped && stands_in(escaped, text)));

	if (escaped)
		OPENSSL_cleanse(escaped, strlen(escaped));
	curl_free(escaped);
	return quoted;
}

void credentials_replace(struct credentials *keys, struct credentials *fresh)
{
	struct key_list before = keys->list;

	keys->list = fresh->list;
	fresh->list = before;
	credentials_free(fresh);
}

static bool same_url(const struct key *a, const struct key *b)
{
	return a->url && b->url ? strcmp(a->url, b->url) == 0 : a->url == b->url;
}

void credentials_changed(const struct credentials *keys, const struct credentials *before,
                         void (*each)(void *arg, const char *source), void *arg)
{
	for (const struct key *key = SLIST_FIRST(&keys->list); key; key = SLIST_NEXT(key, link)) {
		const struct key *old = find(before, key->source);

		if (!old || strcmp(old->value, key->value) != 0 || !same_url(old, key))
			each(arg, key->source);
	}
}

/* What reads a file of keys; value and url are those of the source at hand. */
struct key_file {
	struct yaml_map yaml;
	struct credentials *keys;
	const char *value, *url;
};

/* Says what is wrong with a pair, NULL: nothing. */
static const char *judge(const struct credentials *keys, const char *source, const char *value)
{
	if (!*source)
		return "the code of a source is expected";
	if (!value || !*value)
		return "a key is expected, one text";
	if (credentials_find(keys, source))
		return "this source has a key already";
	return NULL;
}

/* One of url and key, which are all that a source can have. */
static char *read_field(void *arg, const char *name, const yaml_node_t *node, int line)
{
	struct key_file *r = arg;
	const char *text = yaml_map_text(node);

	if (strcmp(name, "key") == 0) {
		r->value = text;
		return NULL;
	}
	if (strcmp(name, "url") != 0)
		return yaml_map_complain(&r->yaml, line, "url and key are expected");
	if (!text || !origin_is_url(text))
		return yaml_map_complain(&r->yaml, line,
		                         "url: http or https, a host and no user are expected");
	r->url = text;
	return NULL;
}

static char *read_pair(void *arg, const char *source, const yaml_node_t *node, int line)
{
	struct key_file *r = arg;
	const char *wrong;
	char *why;
	struct key *key;

	r->value = r->url = NULL;
	if (node->type != YAML_MAPPING_NODE)
		r->value = yaml_map_text(node);
	else if ((why = yaml_map_each(&r->yaml, node, read_field, r)))
		return why;
	else if (!r->url)
		return yaml_map_complain(&r->yaml, line, "the url that the key is for is missing");
	wrong = judge(r->keys, source, r->value);
	if (wrong)
		return yaml_map_complain(&r->yaml, line, "%s", wrong);
	key = xcalloc(1, sizeof(*key));
	key->source = xstrdup(source);
	key->value = xstrdup(r->value);
	key->url = r->url ? xstrdup(r->url) : NULL;
	SLIST_INSERT_HEAD(&r->keys->list, key, link);
	return NULL;
}

static char *parse(const char *file, const struct buf *text, struct credentials *keys)
{
	struct key_file r = {.keys = keys};
	char *why = yaml_map_read(&r.yaml, file, text->data ? text->data : "", text->len);
	const yaml_node_t *root = why ? NULL : yaml_map_root(&r.yaml);

	if (why)
		return why;
	if (root && root->type != YAML_MAPPING_NODE)
		why = yaml_map_complain(&r.yaml, yaml_map_line(root),
		                        "codes of sources and their keys are expected");
	else
		why = yaml_map_each(&r.yaml, root, read_pair, &r);
	yaml_map_release(&r.yaml);
	return why;
}

static char *read_file(const char *file, struct credentials *keys)
{
	struct buf text = {0};
	char *why = secret_file_read(file, &text);

	if (!why)
		why = parse(file, &text, keys);
	secret_file_wipe(&text);
	return why;
}

char *credentials_read(const char *file, struct credentials **keys)
{
	struct credentials *fresh = xcalloc(1, sizeof(*fresh));
	char *why;

	SLIST_INIT(&fresh->list);
	why = file ? read_file(file, fresh) : NULL;
	if (why)
		credentials_free(fresh);
	else
		*keys = fresh;
	return why;
}
