/* A small YAML document, read whole; complaints name file and line. */
#ifndef VARTA_CONSOLE_YAMLMAP_H
#define VARTA_CONSOLE_YAMLMAP_H

#include <stdbool.h>
#include <stddef.h>
#include <yaml.h>

struct yamlmap {
	yaml_document_t document;
	const char *name; /* of the file, for complaints; not owned */
};

/* Reads text, whose root must be a mapping (an empty document is an empty one). Returns NULL, or
 * the complaint, which the caller frees; then there is nothing to release. */
char *yamlmap_read(struct yamlmap *map, const char *name, const char *text, size_t len);
void yamlmap_release(struct yamlmap *map);

/* Calls each for every pair of mapping (NULL: the root), until one returns a complaint; that is
 * returned, otherwise NULL. The key is the text of a scalar. */
typedef char *yamlmap_pair(void *arg, const char *key, yaml_node_t *value, int line);
char *yamlmap_each(struct yamlmap *map, yaml_node_t *mapping, yamlmap_pair *each, void *arg);

/* The same for one scalar, or for each scalar of a sequence; null calls it never. */
typedef char *yamlmap_item(void *arg, const char *text, int line);
char *yamlmap_items(struct yamlmap *map, yaml_node_t *value, yamlmap_item *each, void *arg);

/* 'name:line: …' on the heap. */
char *yamlmap_complain(const struct yamlmap *map, int line, const char *fmt, ...)
        __attribute__((format(printf, 3, 4)));

#endif
