/* Pages of the public tree and behind links in mails: whatever residents wrote, the page is
 * well-formed, has no element or attribute but its own, and no address that runs anything.
 *
 * uses: syncd/page/request_page.c syncd/page/page_layout.c syncd/mail/confirm_page.c
 * syncd/core/markup.c
 */
#include "syncd/page/request_page.h"

#include "lib/base/text.h"
#include "lib/base/xmalloc.h"
#include "syncd/mail/confirm_page.h"
#include "tests/fuzz/fuzz.h"

#include <libxml/parser.h>
#include <libxml/tree.h>

static bool is_one_of(const char *name, const char *const *names)
{
	while (*names && strcmp(*names, name) != 0)
		names++;
	return *names;
}

static void check_address(const char *address)
{
	MUST(strncmp(address, "//", 2) != 0 && strncmp(address, "/\\", 2) != 0);
	MUST(strncasecmp(address, "javascript:", 11) != 0 && strncasecmp(address, "data:", 5) != 0);
}

static void check_node(const xmlNode *node)
{
	static const char *const elements[] = {
	        "html", "head",    "meta", "title", "link",   "style",  "body", "header",
	        "main", "h1",      "h2",   "p",     "dl",     "dt",     "dd",   "time",
	        "img",  "section", "a",    "form",  "footer", "button", NULL};
	static const char *const attributes[] = {"lang", "charset", "name",   "content",  "rel",
	                                         "href", "type",    "class",  "dir",      "src",
	                                         "alt",  "loading", "method", "datetime", NULL};

	for (; node; node = node->next) {
		if (node->type == XML_ELEMENT_NODE)
			MUST(is_one_of((const char *)node->name, elements));
		else
			MUST(node->type == XML_TEXT_NODE);
		if (node->type != XML_ELEMENT_NODE)
			continue;
		for (const xmlAttr *a = node->properties; a; a = a->next) {
			xmlChar *value = xmlNodeGetContent((const xmlNode *)a);

			MUST(is_one_of((const char *)a->name, attributes));
			if (strcmp((const char *)a->name, "href") == 0 ||
			    strcmp((const char *)a->name, "src") == 0)
				check_address((const char *)value);
			xmlFree(value);
		}
		check_node(node->children);
	}
}

static void check_page(const char *html, size_t len)
{
	xmlDoc *doc = xmlReadMemory(html, (int)len, NULL, "utf-8",
	                            XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);

	MUST(doc);
	MUST(utf8_valid(html, len, NULL));
	check_node(xmlDocGetRootElement(doc));
	xmlFreeDoc(doc);
}

/* Every text of a request is the input, so that each place is tried. */
static json_t *doc_of(const char *s)
{
	static const char moment[] = "2026-11-22T14:02:11+02:00"; /* the database's own */
	json_t *doc = json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s}",
	                        "service_request_id", "1234", "status", s, "service_name", s,
	                        "title", s, "description", s, "address", s, "district", s,
	                        "media_url", s, "requested_datetime", s, "expected_datetime", s);

	json_object_set_new(doc, "answers",
	                    json_pack("[{s:s, s:s}]", "datetime", moment, "text", s));
	return doc;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *s = xstrndup((const char *)data, size), *html;
	struct buf out = {0};
	json_t *doc;

	if (!utf8_valid(s, strlen(s), NULL)) { /* the database gives valid text alone */
		free(s);
		return 0;
	}
	doc = doc_of(s);
	page_html(&out, doc, s, "uk");
	check_page(out.data, out.len);
	buf_clear(&out);
	page_text(&out, doc);
	MUST(utf8_valid(out.data, out.len, NULL));
	html = confirm_page_html("uk", s, s, s);
	check_page(html, strlen(html));
	free(html);
	json_decref(doc);
	buf_release(&out);
	free(s);
	return 0;
}
