/* Reads the file of keys, and keeps them apart from everything that is logged or dumped. */
#include "syncd/core/credentials.h"

#include "lib/xmalloc.h"

#include <errno.h>
#include <openssl/crypto.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>
#include <sys/stat.h>
#include <yaml.h>

struct key {
	SLIST_ENTRY(key) link;
	char *source, *value;
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
		free(key);
	}
	free(keys);
}

const char *credentials_find(const struct credentials *keys, const char *source)
{
	const struct key *key;

	SLIST_FOREACH(key, &keys->list, link)
		if (strcmp(key->source, source) == 0)
			return key->value;
	return NULL;
}

void credentials_replace(struct credentials *keys, struct credentials *fresh)
{
	struct key_list before = keys->list;

	keys->list = fresh->list;
	fresh->list = before;
	credentials_free(fresh);
}

void credentials_changed(const struct credentials *keys, const struct credentials *before,
                         void (*each)(void *arg, const char *source), void *arg)
{
	for (const struct key *key = SLIST_FIRST(&keys->list); key; key = SLIST_NEXT(key, link)) {
		const char *old = credentials_find(before, key->source);

		if (!old || strcmp(old, key->value) != 0)
			each(arg, key->source);
	}
}

static bool is_text(const yaml_node_t *node)
{
	return node->type == YAML_SCALAR_NODE && node->data.scalar.length > 0 &&
	       strlen((const char *)node->data.scalar.value) == node->data.scalar.length;
}

/* Says what is wrong with a pair, NULL: nothing. */
static const char *judge(const struct credentials *keys, const yaml_node_t *name,
                         const yaml_node_t *value)
{
	if (!is_text(name))
		return "the code of a source is expected";
	if (!is_text(value))
		return "a key is expected, one text";
	if (credentials_find(keys, (const char *)name->data.scalar.value))
		return "this source has a key already";
	return NULL;
}

static void add(struct credentials *keys, const yaml_node_t *name, const yaml_node_t *value)
{
	struct key *key = xcalloc(1, sizeof(*key));

	key->source = xstrdup((const char *)name->data.scalar.value);
	key->value = xstrdup((const char *)value->data.scalar.value);
	SLIST_INSERT_HEAD(&keys->list, key, link);
}

static char *read_pairs(const char *file, yaml_document_t *document, const yaml_node_t *mapping,
                        struct credentials *keys)
{
	const yaml_node_pair_t *pair = mapping->data.mapping.pairs.start;

	for (; pair < mapping->data.mapping.pairs.top; pair++) {
		const yaml_node_t *name = yaml_document_get_node(document, pair->key);
		const yaml_node_t *value = yaml_document_get_node(document, pair->value);
		const char *wrong = judge(keys, name, value);

		if (wrong)
			return xasprintf("%s:%zu: %s", file, name->start_mark.line + 1, wrong);
		add(keys, name, value);
	}
	return NULL;
}

static char *read_document(const char *file, yaml_document_t *document, struct credentials *keys)
{
	const yaml_node_t *root = yaml_document_get_root_node(document);

	if (!root)
		return NULL;
	if (root->type != YAML_MAPPING_NODE)
		return xasprintf("%s:%zu: codes of sources and their keys are expected", file,
		                 root->start_mark.line + 1);
	return read_pairs(file, document, root, keys);
}

static char *parse(const char *file, FILE *f, struct credentials *keys)
{
	yaml_parser_t parser;
	yaml_document_t document;
	char *why;

	if (!yaml_parser_initialize(&parser))
		return xasprintf("%s: %s", file, strerror(ENOMEM));
	yaml_parser_set_input_file(&parser, f);
	if (yaml_parser_load(&parser, &document)) {
		why = read_document(file, &document, keys);
		yaml_document_delete(&document);
	} else {
		why = xasprintf("%s:%zu: not valid YAML", file, parser.problem_mark.line + 1);
	}
	yaml_parser_delete(&parser);
	return why;
}

static char *read_file(const char *file, struct credentials *keys)
{
	FILE *f = fopen(file, "re");
	struct stat st;
	char *why;

	if (!f)
		return xasprintf("cannot read '%s': %s", file, strerror(errno));
	if (fstat(fileno(f), &st) < 0)
		why = xasprintf("cannot read '%s': %s", file, strerror(errno));
	else if (st.st_mode & (S_IWGRP | S_IXGRP | S_IRWXO))
		why = xasprintf("'%s' holds keys, but others may use it: chmod 600", file);
	else
		why = parse(file, f, keys);
	fclose(f);
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
