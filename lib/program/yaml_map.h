/* A YAML file that holds keys and values, read whole by libyaml and walked node by node. Functions
 * that return a complaint give NULL while all is well; otherwise it names file and line, and the
 * caller frees it. */
#ifndef VARTA_YAML_MAP_H
#define VARTA_YAML_MAP_H

#include <stdbool.h>
#include <stddef.h>
#include <yaml.h>

struct yaml_map {
	yaml_document_t document;
	const char *name; /* of the file, for complaints; not owned */
};

/* Reads len bytes of text. After a complaint there is nothing to release. */
char *yaml_map_read(struct yaml_map *map, const char *name, const char *text, size_t len);
void yaml_map_release(struct yaml_map *map);

/* NULL where the file holds nothing. */
const yaml_node_t *yaml_map_root(struct yaml_map *map);
/* The text of a scalar; NULL for another node, and where a NUL is in it. */
const char *yaml_map_text(const yaml_node_t *node);
/* Whether it is YAML's null: nothing, ~ or null, not quoted. */
bool yaml_map_is_null(const yaml_node_t *node);
/* The i-th item of a list, NULL behind the last. */
const yaml_node_t *yaml_map_item(struct yaml_map *map, const yaml_node_t *list, size_t i);

/* Calls each for every pair of mapping, until one complains. mapping may be NULL or null, which
 * have none. */
typedef char *yaml_map_pair(void *arg, const char *key, const yaml_node_t *value, int line);
char *yaml_map_each(struct yaml_map *map, const yaml_node_t *mapping, yaml_map_pair *each,
                    void *arg);
/* The same for one scalar, or for each scalar of a list; null has none. */
typedef char *yaml_map_word(void *arg, const char *text, int line);
char *yaml_map_words(struct yaml_map *map, const yaml_node_t *value, yaml_map_word *each,
                     void *arg);

/* The line where a node begins, from 1. */
int yaml_map_line(const yaml_node_t *node);
/* 'name:line: …' */
char *yaml_map_complain(const struct yaml_map *map, int line, const char *fmt, ...)
        __attribute__((format(printf, 3, 4)));

#endif
