/* Small HTML pages for people who come by a link in a mail: they work without scripts. */
#ifndef VARTA_SYNCD_MAIL_CONFIRM_PAGE_H
#define VARTA_SYNCD_MAIL_CONFIRM_PAGE_H

/* lang: uk or en; texts are escaped here. button: what posts to the same address; NULL: nothing
 * can be done here. The caller frees the document. */
char *confirm_page_html(const char *lang, const char *title, const char *text, const char *button);

#endif
