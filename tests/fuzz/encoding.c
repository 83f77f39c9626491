/* What we write: any text becomes a document that is well-formed, in which it stands again.
 *
 * uses: syncd/content/encoding.c syncd/core/markup.c syncd/open311/xml_tree.c
 */
#include "syncd/content/encoding.h"

#include "lib/base/text.h"
#include "syncd/open311/xml_tree.h"
#include "tests/fuzz/fuzz.h"

static void check_xml(const json_t *tree)
{
	size_t len;
	char *why = NULL, *text = encoding_write(ENCODING_XML, "services", tree, &len);
	json_t *again = xml_tree_read(text, len, &why);

	MUST(utf8_valid(text, len, NULL));
	MUST(again && !why);
	json_decref(again);
	free(text);
}

static void check_json(const json_t *tree)
{
	size_t len;
	char *text = encoding_write(ENCODING_JSON, "services", tree, &len);
	json_t *again = json_loadb(text, len, JSON_ALLOW_NUL, NULL);

	MUST(again && json_equal(again, tree));
	json_decref(again);
	free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	json_t *tree;

	if (!utf8_valid((const char *)data, size, NULL) || memchr(data, 0, size))
		return 0;
	tree = json_pack("[{s:s%, s:[s%]}]", "description", (const char *)data, size, "values",
	                 (const char *)data, size);
	MUST(tree);
	check_xml(tree);
	check_json(tree);
	json_decref(tree);
	return 0;
}
