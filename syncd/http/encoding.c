/* Writes a tree as JSON, or as XML in the standard's shape. */
#include "syncd/http/encoding.h"

#include "lib/buf.h"
#include "lib/log.h"
#include "lib/text.h"

#include <libxml/xmlwriter.h>
#include <stdlib.h>
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

/* https://www.w3.org/TR/xml/#charsets */
static bool xml_char(uint32_t cp)
{
	if (cp < 0x20)
		return cp == '\t' || cp == '\n' || cp == '\r';
	return cp != 0xFFFE && cp != 0xFFFF;
}

static void write_text(xmlTextWriterPtr writer, const char *s)
{
	struct buf text = {0};
	size_t len = strlen(s), taken;

	for (size_t i = 0; i < len; i += taken) {
		uint32_t cp;

		taken = utf8_decode(s + i, len - i, &cp);
		if (xml_char(cp) && !(cp == 0xFFFD && taken == 1))
			buf_add(&text, s + i, taken);
		else
			buf_adds(&text, "\xEF\xBF\xBD");
	}
	if (text.len)
		xmlTextWriterWriteString(writer, (const xmlChar *)text.data);
	buf_release(&text);
}

static void write_scalar(xmlTextWriterPtr writer, const json_t *value)
{
	if (json_is_string(value))
		write_text(writer, json_string_value(value));
	else if (json_is_boolean(value))
		write_text(writer, json_is_true(value) ? "true" : "false");
	else if (json_is_integer(value))
		xmlTextWriterWriteFormatString(writer, "%" JSON_INTEGER_FORMAT,
		                               json_integer_value(value));
	else if (json_is_real(value))
		xmlTextWriterWriteFormatString(writer, "%.15g", json_real_value(value));
}

static void write_element(xmlTextWriterPtr writer, const char *name, const json_t *value)
{
	const char *key;
	json_t *child;
	size_t i;

	xmlTextWriterStartElement(writer, (const xmlChar *)name);
	json_object_foreach((json_t *)value, key, child) {
		write_element(writer, key, child);
	}
	json_array_foreach(value, i, child) {
		write_element(writer, item_name(name), child);
	}
	write_scalar(writer, value);
	xmlTextWriterEndElement(writer);
}

static char *write_xml(const char *root, const json_t *tree, size_t *len)
{
	xmlBufferPtr buffer = xmlBufferCreate();
	xmlTextWriterPtr writer = buffer ? xmlNewTextWriterMemory(buffer, 0) : NULL;
	struct buf out = {0};

	if (!writer)
		fatalx("out of memory");
	xmlTextWriterSetIndent(writer, 1);
	xmlTextWriterSetIndentString(writer, (const xmlChar *)"  ");
	xmlTextWriterStartDocument(writer, NULL, "utf-8", NULL);
	write_element(writer, root, tree);
	xmlTextWriterEndDocument(writer);
	xmlFreeTextWriter(writer);
	buf_add(&out, xmlBufferContent(buffer), (size_t)xmlBufferLength(buffer));
	xmlBufferFree(buffer);
	*len = out.len;
	return buf_steal(&out);
}

static char *write_json(const json_t *tree, size_t *len)
{
	char *text = json_dumps(tree, JSON_COMPACT | JSON_REAL_PRECISION(15));

	if (!text)
		fatalx("out of memory");
	*len = strlen(text);
	return text;
}

char *encoding_write(enum encoding_format format, const char *root, const json_t *tree, size_t *len)
{
	return format == ENCODING_XML ? write_xml(root, tree, len) : write_json(tree, len);
}
