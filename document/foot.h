/* What stands below the text: places for signatures, and the address of the public page. */
#ifndef VARTA_DOCUMENT_FOOT_H
#define VARTA_DOCUMENT_FOOT_H

struct page;
struct question;

void foot_put(struct page *page, const struct question *question);

#endif
