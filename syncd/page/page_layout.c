/* Writes the head of a page of the tree, and the way to the map above its text. */
#include "syncd/page/page_layout.h"

#include "lib/base/i18n.h"
#include "lib/base/xmalloc.h"

#include <stdlib.h>

struct markup *page_layout_begin(struct buf *out, const char *language, const char *title,
                                 const char *root)
{
	struct markup *m = markup_new_page(out, language);
	char *style = xasprintf("%ssite/site.css", root);

	markup_element(m, "title", title, NULL);
	markup_element(m, "link", NULL, "rel", "stylesheet", "href", style, NULL);
	free(style);
	return m;
}

void page_layout_main(struct markup *m, const char *city, const char *root)
{
	char *map = xasprintf("%s: %s", city, _("map and list"));

	markup_close(m); /* head */
	markup_open(m, "body", "class", "page", NULL);
	markup_open(m, "header", NULL);
	markup_element(m, "a", map, "href", root, NULL);
	markup_close(m);
	markup_open(m, "main", NULL);
	free(map);
}
