/* The room page/ has what stands in the files of a tree, as texts: pages, feeds, assets; and what
 * writes files: file_writer, file_batch, gzip. It asks no database.
 *
 * Here is what the pages of a tree have in common: their head, and the way to the map above them.
 * In the language of i18n_speak(). */
#ifndef VARTA_SYNCD_PAGE_PAGE_LAYOUT_H
#define VARTA_SYNCD_PAGE_PAGE_LAYOUT_H

#include "lib/base/buf.h"
#include "syncd/core/markup.h"

/* Begins a page in that language, whose head stays open for more links. root: the way from the
 * page to the root of the tree, "./" or "../../". */
struct markup *page_layout_begin(struct buf *out, const char *language, const char *title,
                                 const char *root);
/* Ends the head; what follows is the page's own part, up to markup_free(). */
void page_layout_main(struct markup *m, const char *city, const char *root);

#endif
