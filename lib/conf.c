/* Reads a YAML file by a table of keys, and says where what is wrong. */
#include "lib/conf.h"

#include "lib/buf.h"
#include "lib/i18n.h"
#include "lib/xmalloc.h"

#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

struct reading {
	const char *name; /* of the file */
	const struct conf_key *keys;
	char *settings;
	yaml_document_t *document;
	bool *seen;  /* one for each key */
	char *error; /* the complaint, NULL while all is well */
};

static void *slot(const struct reading *r, const struct conf_key *key)
{
	return r->settings + key->offset;
}

/* Keeps "FILE:LINE: what" as the complaint; frees what. */
static bool complain(struct reading *r, size_t line, char *what)
{
	r->error = xasprintf("%s:%zu: %s", r->name, line, what);
	free(what);
	return false;
}

static bool complain_at(struct reading *r, const yaml_node_t *node, char *what)
{
	return complain(r, node->start_mark.line + 1, what);
}

static bool is_text(const yaml_node_t *node)
{
	return node->type == YAML_SCALAR_NODE &&
	       strlen((const char *)node->data.scalar.value) == node->data.scalar.length;
}

/* YAML's null: nothing, ~ or null, not quoted. */
static bool is_null(const yaml_node_t *node)
{
	const char *value;

	if (node->type != YAML_SCALAR_NODE || node->data.scalar.style != YAML_PLAIN_SCALAR_STYLE)
		return false;
	value = (const char *)node->data.scalar.value;
	return *value == '\0' || strcmp(value, "~") == 0 || strcmp(value, "null") == 0;
}

static const char *text_of(const yaml_node_t *node)
{
	return (const char *)node->data.scalar.value;
}

static void free_list(char **list)
{
	if (!list)
		return;
	for (char **item = list; *item; item++)
		free(*item);
	free(list);
}

static bool read_string(struct reading *r, const struct conf_key *key, const yaml_node_t *node)
{
	char **value = slot(r, key);

	if (!is_text(node))
		return complain_at(r, node, xasprintf(_("'%s' must be a text"), key->path));
	free(*value);
	*value = xstrdup(text_of(node));
	return true;
}

static bool read_int(struct reading *r, const struct conf_key *key, const yaml_node_t *node)
{
	intmax_t number;
	char *end;

	if (!is_text(node))
		return complain_at(r, node, xasprintf(_("'%s' must be a number"), key->path));
	errno = 0;
	number = strtoimax(text_of(node), &end, 10);
	if (end == text_of(node) || *end != '\0')
		return complain_at(
		        r, node,
		        xasprintf(_("'%s' must be a number, not '%s'"), key->path, text_of(node)));
	if (errno == ERANGE || number < key->min || number > key->max)
		return complain_at(r, node,
		                   xasprintf(_("'%s' must be from %d to %d, not %s"), key->path,
		                             key->min, key->max, text_of(node)));
	*(int *)slot(r, key) = (int)number;
	return true;
}

static bool read_bool(struct reading *r, const struct conf_key *key, const yaml_node_t *node)
{
	bool *value = slot(r, key);

	if (is_text(node) && strcmp(text_of(node), "true") == 0)
		*value = true;
	else if (is_text(node) && strcmp(text_of(node), "false") == 0)
		*value = false;
	else
		return complain_at(r, node, xasprintf(_("'%s' must be true or false"), key->path));
	return true;
}

static const struct {
	const char *name;
	int ms;
} time_units[] = {{"h", 3600000}, {"m", 60000}, {"s", 1000}, {"ms", 1}};
enum { TIME_UNITS = sizeof(time_units) / sizeof(time_units[0]) };

/* Parses 10s; -1 where s is no time, INT64_MAX where it is too long. */
static int64_t parse_ms(const char *s)
{
	intmax_t number;
	char *unit;

	if (*s < '0' || *s > '9')
		return -1;
	errno = 0;
	number = strtoimax(s, &unit, 10);
	for (size_t i = 0; i < TIME_UNITS; i++) {
		if (strcmp(unit, time_units[i].name) == 0)
			return errno == ERANGE || number > INT_MAX ? INT64_MAX
			                                           : number * time_units[i].ms;
	}
	return -1;
}

/* Writes ms as the person would: in the largest unit that needs no fraction. */
static char *ms_text(int ms)
{
	size_t i = 0;

	while (i < TIME_UNITS - 1 && (ms == 0 || ms % time_units[i].ms != 0))
		i++;
	return xasprintf("%d%s", ms / time_units[i].ms, time_units[i].name);
}

static bool read_ms(struct reading *r, const struct conf_key *key, const yaml_node_t *node)
{
	int64_t ms = is_text(node) ? parse_ms(text_of(node)) : -1;
	char *min, *max;

	if (ms < 0)
		return complain_at(r, node,
		                   xasprintf(_("'%s' must be a time such as 500ms, 10s, 5m or 2h"),
		                             key->path));
	if (ms >= key->min && ms <= key->max) {
		*(int *)slot(r, key) = (int)ms;
		return true;
	}
	min = ms_text(key->min);
	max = ms_text(key->max);
	complain_at(r, node,
	            xasprintf(_("'%s' must be from %s to %s, not %s"), key->path, min, max,
	                      text_of(node)));
	free(min);
	free(max);
	return false;
}

static bool read_list(struct reading *r, const struct conf_key *key, const yaml_node_t *node)
{
	char ***value = slot(r, key);
	char **list;
	size_t n = 0, count;

	if (node->type != YAML_SEQUENCE_NODE)
		return complain_at(r, node, xasprintf(_("'%s' must be a list"), key->path));
	count = (size_t)(node->data.sequence.items.top - node->data.sequence.items.start);
	list = xcalloc(count + 1, sizeof(*list));
	for (; n < count; n++) {
		const yaml_node_t *item =
		        yaml_document_get_node(r->document, node->data.sequence.items.start[n]);
		if (!is_text(item)) {
			free_list(list);
			return complain_at(r, item,
			                   xasprintf(_("'%s' must be a list of texts"), key->path));
		}
		list[n] = xstrdup(text_of(item));
	}
	free_list(*value);
	*value = list;
	return true;
}

static bool (*const readers[])(struct reading *, const struct conf_key *, const yaml_node_t *) = {
        [CONF_STRING] = read_string, [CONF_INT] = read_int,   [CONF_BOOL] = read_bool,
        [CONF_MS] = read_ms,         [CONF_LIST] = read_list,
};

/* The key named path; failing that, *inner says whether path is the beginning of some. */
static const struct conf_key *find_key(const struct conf_key *keys, const char *path, bool *inner)
{
	size_t len = strlen(path);

	*inner = false;
	for (const struct conf_key *key = keys; key->path; key++) {
		if (strcmp(key->path, path) == 0)
			return key;
		if (strncmp(key->path, path, len) == 0 && key->path[len] == '.')
			*inner = true;
	}
	return NULL;
}

static bool read_mapping(struct reading *r, const char *prefix, const yaml_node_t *mapping);

static bool read_value(struct reading *r, const char *path, const yaml_node_t *name,
                       const yaml_node_t *value)
{
	bool inner;
	const struct conf_key *key = find_key(r->keys, path, &inner);
	bool *seen;

	if (!key && !inner)
		return complain_at(r, name, xasprintf(_("unknown key '%s'"), path));
	if (!key && is_null(value))
		return true;
	if (!key && value->type != YAML_MAPPING_NODE)
		return complain_at(r, value, xasprintf(_("'%s' must hold further keys"), path));
	if (!key)
		return read_mapping(r, path, value);
	seen = &r->seen[key - r->keys];
	if (*seen)
		return complain_at(r, name, xasprintf(_("'%s' is given twice"), path));
	*seen = true;
	if (is_null(value))
		return complain_at(r, name, xasprintf(_("'%s' has no value"), path));
	return readers[key->type](r, key, value);
}

static bool read_mapping(struct reading *r, const char *prefix, const yaml_node_t *mapping)
{
	const yaml_node_pair_t *pair = mapping->data.mapping.pairs.start;
	bool good = true;

	for (; good && pair < mapping->data.mapping.pairs.top; pair++) {
		const yaml_node_t *name = yaml_document_get_node(r->document, pair->key);
		const yaml_node_t *value = yaml_document_get_node(r->document, pair->value);
		char *path;
		if (!is_text(name))
			return complain_at(r, name, xstrdup(_("a key must be a text")));
		path = xasprintf("%s%s%s", prefix, *prefix ? "." : "", text_of(name));
		good = read_value(r, path, name, value);
		free(path);
	}
	return good;
}

/* Where the reader, which knows no lines, stopped. */
static size_t line_of(const char *text, size_t len, size_t offset)
{
	size_t line = 1;

	for (size_t i = 0; i < len && i < offset; i++)
		line += text[i] == '\n';
	return line;
}

static void complain_yaml(struct reading *r, const yaml_parser_t *parser, const char *text,
                          size_t len)
{
	const char *problem = parser->problem ? parser->problem : "out of memory";
	size_t line = parser->error == YAML_READER_ERROR
	                      ? line_of(text, len, parser->problem_offset)
	                      : parser->problem_mark.line + 1;

	complain(r, line, xasprintf(_("not valid YAML: %s"), problem));
}

static void read_document(struct reading *r)
{
	const yaml_node_t *root = yaml_document_get_root_node(r->document);

	if (!root || is_null(root))
		return;
	if (root->type != YAML_MAPPING_NODE)
		complain_at(r, root, xstrdup(_("the file must hold keys and values")));
	else
		read_mapping(r, "", root);
}

char *conf_read_text(const char *name, const char *text, size_t len, const struct conf_key *keys,
                     void *settings)
{
	struct reading r = {.name = name, .keys = keys, .settings = settings};
	yaml_parser_t parser;
	yaml_document_t document;
	size_t count = 0;

	while (keys[count].path)
		count++;
	if (!yaml_parser_initialize(&parser))
		return xasprintf("%s: %s", name, strerror(ENOMEM));
	r.seen = xcalloc(count + 1, sizeof(*r.seen));
	yaml_parser_set_input_string(&parser, (const unsigned char *)text, len);
	if (yaml_parser_load(&parser, &document)) {
		r.document = &document;
		read_document(&r);
		yaml_document_delete(&document);
	} else {
		complain_yaml(&r, &parser, text, len);
	}
	yaml_parser_delete(&parser);
	free(r.seen);
	return r.error;
}

char *conf_read(const char *file, const struct conf_key *keys, void *settings)
{
	struct buf content = {0};
	char *error;

	if (buf_read_file(&content, file) == 0)
		error = conf_read_text(file, content.data ? content.data : "", content.len, keys,
		                       settings);
	else
		error = xasprintf(_("cannot read '%s': %s"), file, strerror(errno));
	buf_release(&content);
	return error;
}

void conf_release(const struct conf_key *keys, void *settings)
{
	for (const struct conf_key *key = keys; key->path; key++) {
		void *value = (char *)settings + key->offset;
		if (key->type == CONF_STRING) {
			free(*(char **)value);
			*(char **)value = NULL;
		} else if (key->type == CONF_LIST) {
			free_list(*(char ***)value);
			*(char ***)value = NULL;
		}
	}
}
