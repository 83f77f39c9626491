/* Writes a tree of values as JSON or XML. */
#include "syncd/content/encoding.h"

#include "lib/base/buf.h"
#include "lib/base/xmalloc.h"
#include "syncd/core/markup.h"

#include <string.h>

/* What an item of a list is called in XML. */
static const struct {
	const char *list, *item;
} items[] = {
        {"service_requests", "request"},
        {"service_request_updates", "request_update"},
        {"services", "service"},
        {"attributes", "attribute"},
        {"values", "value"},
        {"endpoints", "endpoint"},
        {"formats", "format"},
        {"media_urls", "media_url"},
        {"errors", "error"},
        {NULL, "item"},
};

static const char *item_name(const char *list)
{
	size_t i = 0;

	while (items[i].list && strcmp(items[i].list, list) != 0)
		i++;
	return items[i].item;
}

const char *encoding_content_type(enum encoding_format format)
{
	return format == ENCODING_XML ? "text/xml; charset=utf-8"
	                              : "application/json; charset=utf-8";
}

static void write_scalar(struct markup *m, const json_t *value)
{
	char number[32];

	if (json_is_string(value)) {
		markup_data(m, json_string_value(value));
	} else if (json_is_boolean(value)) {
		markup_data(m, json_is_true(value) ? "true" : "false");
	} else if (json_is_integer(value)) {
		snprintf(number, sizeof(number), "%" JSON_INTEGER_FORMAT,
		         json_integer_value(value));
		markup_data(m, number);
	} else if (json_is_real(value)) {
		snprintf(number, sizeof(number), "%.15g", json_real_value(value));
		markup_data(m, number);
	}
}

static void write_element(struct markup *m, const char *name, const json_t *value)
{
	const char *key;
	json_t *child;
	size_t i;

	markup_open(m, name, NULL);
	json_object_foreach((json_t *)value, key, child)
		write_element(m, key, child);
	json_array_foreach(value, i, child)
		write_element(m, item_name(name), child);
	write_scalar(m, value);
	markup_close(m);
}

static char *write_xml(const char *root, const json_t *tree, size_t *len)
{
	struct buf out = {0};
	struct markup *m = markup_new(&out, MARKUP_XML);

	write_element(m, root, tree);
	markup_free(m);
	*len = out.len;
	return buf_steal(&out);
}

static char *write_json(const json_t *tree, size_t *len)
{
	char *text = json_dumps(tree, JSON_COMPACT | JSON_REAL_PRECISION(15));

	if (!text)
		xmalloc_fail();
	*len = strlen(text);
	return text;
}

char *encoding_write(enum encoding_format format, const char *root, const json_t *tree, size_t *len)
{
	return format == ENCODING_XML ? write_xml(root, tree, len) : write_json(tree, len);
}
