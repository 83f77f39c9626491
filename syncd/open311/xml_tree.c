/* Reads XML as the tree that JSON would have been. */
#include "syncd/open311/xml_tree.h"

#include "lib/base/log.h"
#include "lib/base/xmalloc.h"

#include <libxml/parser.h>
#include <libxml/tree.h>
#include <limits.h>
#include <string.h>

static const char *name_of(const xmlNode *node)
{
	return (const char *)node->name;
}

static json_t *text_of(const xmlNode *node)
{
	xmlChar *content = xmlNodeGetContent(node);
	json_t *text = json_string(content ? (const char *)content : "");

	xmlFree(content);
	return text ? text : json_string("");
}

static void add(json_t *object, const char *name, json_t *value)
{
	json_t *there = json_object_get(object, name);

	if (!there)
		json_object_set_new(object, name, value);
	else if (json_is_array(there))
		json_array_append_new(there, value);
	else
		json_object_set_new(object, name, json_pack("[O,o]", there, value));
}

static void add_raw(json_t *object, xmlNode *node)
{
	xmlBufferPtr buffer = xmlBufferCreate();

	if (!buffer || xmlNodeDump(buffer, node->doc, node, 0, 0) < 0)
		fatalx("out of memory");
	json_object_set_new(object, XML_TREE_RAW,
	                    json_string((const char *)xmlBufferContent(buffer)));
	xmlBufferFree(buffer);
}

/* As deep as the parser lets a document be: 256 elements. */
static json_t *value_of(xmlNode *node)
{
	json_t *object;

	if (!xmlFirstElementChild(node))
		return text_of(node);
	object = json_object();
	for (xmlNode *child = xmlFirstElementChild(node); child;
	     child = xmlNextElementSibling(child))
		add(object, name_of(child), value_of(child));
	if (strcmp(name_of(node), XML_TREE_ITEM) == 0)
		add_raw(object, node);
	return object;
}

static char *complaint(xmlParserCtxtPtr parser)
{
	const xmlError *error = xmlCtxtGetLastError(parser);

	return xasprintf("line %d of the XML is broken", error ? error->line : 1);
}

json_t *xml_tree_read(const char *s, size_t len, char **why)
{
	xmlParserCtxtPtr parser = xmlNewParserCtxt();
	json_t *tree = NULL;
	xmlDocPtr doc;

	if (!parser)
		fatalx("out of memory");
	doc = len > INT_MAX ? NULL
	                    : xmlCtxtReadMemory(parser, s, (int)len, NULL, NULL,
	                                        XML_PARSE_NONET | XML_PARSE_NOERROR |
	                                                XML_PARSE_NOWARNING);
	if (!doc)
		*why = complaint(parser);
	else if (doc->intSubset || !xmlDocGetRootElement(doc))
		*why = xstrdup("the XML has a document type");
	else
		tree = json_pack("{s:o}", name_of(xmlDocGetRootElement(doc)),
		                 value_of(xmlDocGetRootElement(doc)));
	xmlFreeDoc(doc);
	xmlFreeParserCtxt(parser);
	return tree;
}
