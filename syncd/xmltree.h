/* XML as a tree of values, in the shapes that JSON has. */
#ifndef VARTA_SYNCD_XMLTREE_H
#define VARTA_SYNCD_XMLTREE_H

#include <jansson.h>
#include <stddef.h>

/* What an element named XMLTREE_ITEM has besides its children: itself as it was sent. */
#define XMLTREE_ITEM "request"
#define XMLTREE_RAW  "#raw"

/* {"root": value}: an element with elements in it is an object, in which a name that is there
 * several times has an array; every other element is its text. Prefixes and attributes are left
 * out. Nothing is fetched and no entity is expanded; a document type is refused. Returns NULL and
 * the complaint, which quotes nothing of s and which the caller frees. */
json_t *xmltree_read(const char *s, size_t len, char **why);

#endif
