/* Loads a YAML file and walks its pairs, checking what it finds. */
#include "console/terminal/yaml_map.h"

#include "lib/i18n.h"
#include "lib/xmalloc.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

char *yaml_map_complain(const struct yaml_map *map, int line, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	char *text = xvasprintf(fmt, ap);
	va_end(ap);
	char *complaint = xasprintf("%s:%d: %s", map->name, line, text);
	free(text);
	return complaint;
}

static int line_of(const yaml_node_t *node)
{
	return (int)node->start_mark.line + 1;
}

static const char *scalar(const yaml_node_t *node)
{
	return node->type == YAML_SCALAR_NODE ? (const char *)node->data.scalar.value : NULL;
}

static bool is_null(const yaml_node_t *node)
{
	if (node->type != YAML_SCALAR_NODE || node->data.scalar.style != YAML_PLAIN_SCALAR_STYLE)
		return false;
	const char *text = scalar(node);
	return *text == '\0' || strcmp(text, "~") == 0 || strcmp(text, "null") == 0;
}

char *yaml_map_read(struct yaml_map *map, const char *name, const char *text, size_t len)
{
	yaml_parser_t parser;
	map->name = name;
	if (!yaml_parser_initialize(&parser))
		return xasprintf("%s: %s", name, _("out of memory"));
	yaml_parser_set_input_string(&parser, (const unsigned char *)text, len);
	char *complaint = NULL;
	if (!yaml_parser_load(&parser, &map->document))
		complaint = yaml_map_complain(map, (int)parser.problem_mark.line + 1, "%s",
		                              parser.problem ? parser.problem : "");
	yaml_parser_delete(&parser);
	yaml_node_t *root = complaint ? NULL : yaml_document_get_root_node(&map->document);
	if (root && root->type != YAML_MAPPING_NODE && !is_null(root)) {
		complaint = yaml_map_complain(map, line_of(root), _("a mapping is expected"));
		yaml_document_delete(&map->document);
	}
	return complaint;
}

void yaml_map_release(struct yaml_map *map)
{
	yaml_document_delete(&map->document);
}

char *yaml_map_each(struct yaml_map *map, yaml_node_t *mapping, yaml_map_pair *each, void *arg)
{
	yaml_node_t *node = mapping ? mapping : yaml_document_get_root_node(&map->document);
	if (!node || is_null(node))
		return NULL;
	if (node->type != YAML_MAPPING_NODE)
		return yaml_map_complain(map, line_of(node), _("a mapping is expected"));
	yaml_node_pair_t *end = node->data.mapping.pairs.top;
	for (yaml_node_pair_t *pair = node->data.mapping.pairs.start; pair < end; pair++) {
		yaml_node_t *name = yaml_document_get_node(&map->document, pair->key);
		yaml_node_t *value = yaml_document_get_node(&map->document, pair->value);
		if (!scalar(name))
			return yaml_map_complain(map, line_of(name), _("a name is expected"));
		char *complaint = each(arg, scalar(name), value, line_of(name));
		if (complaint)
			return complaint;
	}
	return NULL;
}

char *yaml_map_items(struct yaml_map *map, yaml_node_t *value, yaml_map_item *each, void *arg)
{
	if (is_null(value))
		return NULL;
	if (scalar(value))
		return each(arg, scalar(value), line_of(value));
	if (value->type != YAML_SEQUENCE_NODE)
		return yaml_map_complain(map, line_of(value), _("a list is expected"));
	yaml_node_item_t *end = value->data.sequence.items.top;
	for (yaml_node_item_t *item = value->data.sequence.items.start; item < end; item++) {
		yaml_node_t *node = yaml_document_get_node(&map->document, *item);
		if (!scalar(node))
			return yaml_map_complain(map, line_of(node), _("a text is expected"));
		char *complaint = each(arg, scalar(node), line_of(node));
		if (complaint)
			return complaint;
	}
	return NULL;
}
