/* Reads a YAML file by a table of keys, and says where what is wrong. */
#include "lib/program/conf.h"

#include "lib/base/buf.h"
#include "lib/base/i18n.h"
#include "lib/base/xmalloc.h"
#include "lib/program/yaml_map.h"

#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

struct reading {
	struct yaml_map yaml;
	const struct conf_key *keys;
	char *settings;
	bool *seen;         /* one for each key */
	const char *prefix; /* of the mapping that is read: "syncd." */
};

static void *setting_of(const struct reading *r, const struct conf_key *key)
{
	return r->settings + key->offset;
}

#define COMPLAIN(r, node, ...) yaml_map_complain(&(r)->yaml, yaml_map_line(node), __VA_ARGS__)

static void free_list(char **list)
{
	if (!list)
		return;
	for (char **item = list; *item; item++)
		free(*item);
	free(list);
}

static char *read_string(struct reading *r, const struct conf_key *key, const yaml_node_t *node)
{
	char **value = setting_of(r, key);

	if (!yaml_map_text(node))
		return COMPLAIN(r, node, _("'%s' must be a text"), key->path);
	free(*value);
	*value = xstrdup(yaml_map_text(node));
	return NULL;
}

static char *read_int(struct reading *r, const struct conf_key *key, const yaml_node_t *node)
{
	const char *text = yaml_map_text(node);
	intmax_t number;
	char *end;

	if (!text)
		return COMPLAIN(r, node, _("'%s' must be a number"), key->path);
	errno = 0;
	number = strtoimax(text, &end, 10);
	if (end == text || *end != '\0')
		return COMPLAIN(r, node, _("'%s' must be a number, not '%s'"), key->path, text);
	if (errno == ERANGE || number < key->min || number > key->max)
		return COMPLAIN(r, node, _("'%s' must be from %d to %d, not %s"), key->path,
		                key->min, key->max, text);
	*(int *)setting_of(r, key) = (int)number;
	return NULL;
}

static char *read_bool(struct reading *r, const struct conf_key *key, const yaml_node_t *node)
{
	const char *text = yaml_map_text(node);
	bool *value = setting_of(r, key);

	if (!text || (strcmp(text, "true") != 0 && strcmp(text, "false") != 0))
		return COMPLAIN(r, node, _("'%s' must be true or false"), key->path);
	*value = *text == 't';
	return NULL;
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

static char *read_ms(struct reading *r, const struct conf_key *key, const yaml_node_t *node)
{
	const char *text = yaml_map_text(node);
	int64_t ms = text ? parse_ms(text) : -1;
	char *min, *max, *complaint;

	if (ms < 0)
		return COMPLAIN(r, node, _("'%s' must be a time such as 500ms, 10s, 5m or 2h"),
		                key->path);
	if (ms >= key->min && ms <= key->max) {
		*(int *)setting_of(r, key) = (int)ms;
		return NULL;
	}
	min = ms_text(key->min);
	max = ms_text(key->max);
	complaint = COMPLAIN(r, node, _("'%s' must be from %s to %s, not %s"), key->path, min, max,
	                     text);
	free(min);
	free(max);
	return complaint;
}

static char *read_list(struct reading *r, const struct conf_key *key, const yaml_node_t *node)
{
	char ***value = setting_of(r, key), **list = NULL;
	const yaml_node_t *item;
	size_t n;

	if (node->type != YAML_SEQUENCE_NODE)
		return COMPLAIN(r, node, _("'%s' must be a list"), key->path);
	for (n = 0; (item = yaml_map_item(&r->yaml, node, n)) != NULL; n++)
		if (!yaml_map_text(item))
			return COMPLAIN(r, item, _("'%s' must be a list of texts"), key->path);
	list = xcalloc(n + 1, sizeof(*list));
	for (size_t i = 0; i < n; i++)
		list[i] = xstrdup(yaml_map_text(yaml_map_item(&r->yaml, node, i)));
	free_list(*value);
	*value = list;
	return NULL;
}

static char *(*const readers[])(struct reading *, const struct conf_key *, const yaml_node_t *) = {
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

static char *read_key(struct reading *r, const struct conf_key *key, const yaml_node_t *value,
                      int line)
{
	bool *seen = &r->seen[key - r->keys];

	if (*seen)
		return yaml_map_complain(&r->yaml, line, _("'%s' is given twice"), key->path);
	*seen = true;
	if (yaml_map_is_null(value))
		return yaml_map_complain(&r->yaml, line, _("'%s' has no value"), key->path);
	return readers[key->type](r, key, value);
}

static char *read_pair(void *arg, const char *name, const yaml_node_t *value, int line);

/* What stands below path, which is no key itself. */
static char *read_below(struct reading *r, const char *path, const yaml_node_t *value)
{
	const char *before = r->prefix;
	char *prefix = xasprintf("%s.", path), *complaint;

	r->prefix = prefix;
	if (value->type == YAML_MAPPING_NODE || yaml_map_is_null(value))
		complaint = yaml_map_each(&r->yaml, value, read_pair, r);
	else
		complaint = COMPLAIN(r, value, _("'%s' must hold further keys"), path);
	r->prefix = before;
	free(prefix);
	return complaint;
}

static char *read_pair(void *arg, const char *name, const yaml_node_t *value, int line)
{
	struct reading *r = arg;
	char *path = xasprintf("%s%s", r->prefix, name), *complaint;
	bool inner;
	const struct conf_key *key = find_key(r->keys, path, &inner);

	if (key)
		complaint = read_key(r, key, value, line);
	else if (inner)
		complaint = read_below(r, path, value);
	else
		complaint = yaml_map_complain(&r->yaml, line, _("unknown key '%s'"), path);
	free(path);
	return complaint;
}

static char *read_root(struct reading *r)
{
	const yaml_node_t *root = yaml_map_root(&r->yaml);

	if (root && root->type != YAML_MAPPING_NODE && !yaml_map_is_null(root))
		return COMPLAIN(r, root, _("the file must hold keys and values"));
	return yaml_map_each(&r->yaml, root, read_pair, r);
}

char *conf_read_text(const char *name, const char *text, size_t len, const struct conf_key *keys,
                     void *settings)
{
	struct reading r = {.keys = keys, .settings = settings, .prefix = ""};
	size_t count = 0;
	char *complaint = yaml_map_read(&r.yaml, name, text, len);

	if (complaint)
		return complaint;
	while (keys[count].path)
		count++;
	r.seen = xcalloc(count + 1, sizeof(*r.seen));
	complaint = read_root(&r);
	free(r.seen);
	yaml_map_release(&r.yaml);
	return complaint;
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
