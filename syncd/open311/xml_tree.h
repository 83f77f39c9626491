/* XML as a tree of values, in the shapes that JSON has. */
#ifndef VARTA_SYNCD_OPEN311_XML_TREE_H
#define VARTA_SYNCD_OPEN311_XML_TREE_H

#include <jansson.h>
#include <stddef.h>

/* What an element named XML_TREE_ITEM has besides its children: itself as it was sent. */
#define XML_TREE_ITEM "request"
#define XML_TREE_RAW  "#raw"

/* {"root": value}: an element with elements in it is an object, in which a name that is there
 * several times has an array; every other element is its text. Prefixes and attributes are left
 * out. Nothing is fetched and no entity is expanded; a document type is refused. Returns NULL and
 * the complaint, which quotes nothing of s and which the caller frees. */
json_t *xml_tree_read(const char *s, size_t len, char **why);

#endif
