/* The page behind a link in a mail: a title, a sentence, and maybe a button. */
#include "syncd/mail/confirm_page.h"

#include "lib/base/buf.h"
#include "syncd/core/markup.h"

static const char style[] = "body{font:1.1rem/1.5 sans-serif;max-width:36rem;margin:3rem auto;"
                            "padding:0 1rem}button{font:inherit;padding:.5rem 1rem}";

char *confirm_page_html(const char *lang, const char *title, const char *text, const char *button)
{
	struct buf out = {0};
	struct markup *m = markup_new_page(&out, lang);

	markup_element(m, "meta", NULL, "name", "robots", "content", "noindex", NULL);
	markup_element(m, "title", title, NULL);
	markup_element(m, "style", style, NULL);
	markup_close(m); /* head */
	markup_open(m, "body", NULL);
	markup_element(m, "h1", title, NULL);
	markup_element(m, "p", text, NULL);
	if (button) {
		markup_open(m, "form", "method", "post", NULL);
		markup_element(m, "button", button, NULL);
	}
	markup_free(m);
	return buf_steal(&out);
}
