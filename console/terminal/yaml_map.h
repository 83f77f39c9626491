/* A small YAML document, read whole; complaints name file and line. */
#ifndef VARTA_CONSOLE_TERMINAL_YAML_MAP_H
#define VARTA_CONSOLE_TERMINAL_YAML_MAP_H

#include <stdbool.h>
#include <stddef.h>
#include <yaml.h>

struct yaml_map {
	yaml_document_t document;
	const char *name; /* of the file, for complaints; not owned */
};

/* Reads text, whose root must be a mapping (an empty document is an empty one). Returns NULL, or
 * the complaint, which the caller frees; then there is nothing to release. */
char *yaml_map_read(struct yaml_map *map, const char *name, const char *text, size_t len);
void yaml_map_release(struct yaml_map *map);

/* Calls each for every pair of mapping (NULL: the root), until one returns a complaint; that is
 * returned, otherwise NULL. The key is the text of a scalar. */
typedef char *yaml_map_pair(void *arg, const char *key, yaml_node_t *value, int line);
char *yaml_map_each(struct yaml_map *map, yaml_node_t *mapping, yaml_map_pair *each, void *arg);

/* The same for one scalar, or for each scalar of a sequence; null calls it never. */
typedef char *yaml_map_item(void *arg, const char *text, int line);
char *yaml_map_items(struct yaml_map *map, yaml_node_t *value, yaml_map_item *each, void *arg);

/* 'name:line: …' on the heap. */
char *yaml_map_complain(const struct yaml_map *map, int line, const char *fmt, ...)
        __attribute__((format(printf, 3, 4)));

#endif
