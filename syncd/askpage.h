/* Small HTML pages for people who come by a link in a mail: they work without scripts. */
#ifndef VARTA_SYNCD_ASKPAGE_H
#define VARTA_SYNCD_ASKPAGE_H

/* lang: uk or en; texts are escaped here. button: what posts to the same address; NULL: nothing
 * can be done here. The caller frees the document. */
char *askpage_html(const char *lang, const char *title, const char *text, const char *button);

#endif
