/* A page for people that is read once, on a telephone as well as on a desk: no scripts, its own
 * style, light or dark as the reader has it, and nothing for search engines. */
#ifndef VARTA_SYNCD_CORE_PAGE_H
#define VARTA_SYNCD_CORE_PAGE_H

#include "syncd/core/markup.h"

/* Begins a page in that language up to its heading; what follows stands in main. */
struct markup *page_begin(struct buf *out, const char *language, const char *title);
/* Ends it; the document is complete. */
void page_end(struct markup *m);

#endif
