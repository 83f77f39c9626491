/* Reads YAML files and walks their nodes, for all that is configured by such files. */
#include "lib/program/yaml_map.h"

#include "lib/base/i18n.h"
#include "lib/base/xmalloc.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

char *yaml_map_complain(const struct yaml_map *map, int line, const char *fmt, ...)
{
	va_list ap;
	char *text, *complaint;

	va_start(ap, fmt);
	text = xvasprintf(fmt, ap);
	va_end(ap);
	complaint = xasprintf("%s:%d: %s", map->name, line, text);
	free(text);
	return complaint;
}

int yaml_map_line(const yaml_node_t *node)
{
	return (int)node->start_mark.line + 1;
}

/* Where libyaml's reader, which knows no lines, stopped. */
static int line_at(const char *text, size_t len, size_t offset)
{
	int line = 1;

	for (size_t i = 0; i < len && i < offset; i++)
		line += text[i] == '\n';
	return line;
}

static char *complain_of(const struct yaml_map *map, const yaml_parser_t *parser, const char *text,
                         size_t len)
{
	int line = parser->error == YAML_READER_ERROR ? line_at(text, len, parser->problem_offset)
	                                              : (int)parser->problem_mark.line + 1;

	return yaml_map_complain(map, line, _("not valid YAML: %s"),
	                         parser->problem ? parser->problem : strerror(ENOMEM));
}

char *yaml_map_read(struct yaml_map *map, const char *name, const char *text, size_t len)
{
	yaml_parser_t parser;
	char *complaint = NULL;

	map->name = name;
	if (!yaml_parser_initialize(&parser))
		return xasprintf("%s: %s", name, strerror(ENOMEM));
	yaml_parser_set_input_string(&parser, (const unsigned char *)text, len);
	if (!yaml_parser_load(&parser, &map->document))
		complaint = complain_of(map, &parser, text, len);
	yaml_parser_delete(&parser);
	return complaint;
}

void yaml_map_release(struct yaml_map *map)
{
	yaml_document_delete(&map->document);
}

const yaml_node_t *yaml_map_root(struct yaml_map *map)
{
	return yaml_document_get_root_node(&map->document);
}

const char *yaml_map_text(const yaml_node_t *node)
{
	const char *text;

	if (node->type != YAML_SCALAR_NODE)
		return NULL;
	text = (const char *)node->data.scalar.value;
	return strlen(text) == node->data.scalar.length ? text : NULL;
}

bool yaml_map_is_null(const yaml_node_t *node)
{
	const char *text = yaml_map_text(node);

	return text && node->data.scalar.style == YAML_PLAIN_SCALAR_STYLE &&
	       (*text == '\0' || strcmp(text, "~") == 0 || strcmp(text, "null") == 0);
}

const yaml_node_t *yaml_map_item(struct yaml_map *map, const yaml_node_t *list, size_t i)
{
	const yaml_node_item_t *item = list->data.sequence.items.start + i;

	return item < list->data.sequence.items.top ? yaml_document_get_node(&map->document, *item)
	                                            : NULL;
}

char *yaml_map_each(struct yaml_map *map, const yaml_node_t *mapping, yaml_map_pair *each,
                    void *arg)
{
	const yaml_node_pair_t *pair, *end;
	char *complaint = NULL;

	if (!mapping || yaml_map_is_null(mapping))
		return NULL;
	if (mapping->type != YAML_MAPPING_NODE)
		return yaml_map_complain(map, yaml_map_line(mapping), _("a mapping is expected"));
	end = mapping->data.mapping.pairs.top;
	for (pair = mapping->data.mapping.pairs.start; pair < end && !complaint; pair++) {
		const yaml_node_t *key = yaml_document_get_node(&map->document, pair->key);
		const char *text = yaml_map_text(key);
		int line = yaml_map_line(key);

		if (!text)
			return yaml_map_complain(map, line, _("a key must be a text"));
		complaint =
		        each(arg, text, yaml_document_get_node(&map->document, pair->value), line);
	}
	return complaint;
}

static char *pass(struct yaml_map *map, const yaml_node_t *node, yaml_map_word *each, void *arg)
{
	const char *text = yaml_map_text(node);

	if (!text)
		return yaml_map_complain(map, yaml_map_line(node), _("a text is expected"));
	return each(arg, text, yaml_map_line(node));
}

char *yaml_map_words(struct yaml_map *map, const yaml_node_t *value, yaml_map_word *each, void *arg)
{
	const yaml_node_t *item;
	char *complaint = NULL;

	if (yaml_map_is_null(value))
		return NULL;
	if (value->type == YAML_SCALAR_NODE)
		return pass(map, value, each, arg);
	if (value->type != YAML_SEQUENCE_NODE)
		return yaml_map_complain(map, yaml_map_line(value), _("a list is expected"));
	for (size_t i = 0; !complaint && (item = yaml_map_item(map, value, i)) != NULL; i++)
		complaint = pass(map, item, each, arg);
	return complaint;
}
