/* Writes the page that a link in a mail leads to. */
#include "syncd/mail/confirm_page.h"

#include "lib/buf.h"
#include "lib/text.h"

#include <stdlib.h>
#include <string.h>

static void add_escaped(struct buf *out, const char *s)
{
	static const struct {
		char c;
		const char *entity;
	} entities[] = {
	        {'&', "&amp;"}, {'<', "&lt;"}, {'>', "&gt;"}, {'"', "&quot;"}, {'\'', "&#39;"}};
	char *visible = text_visible(s, strlen(s), TEXT_ONE_LINE);

	for (const char *c = visible; *c; c++) {
		size_t i = 0;

		while (i < sizeof(entities) / sizeof(*entities) && entities[i].c != *c)
			i++;
		if (i < sizeof(entities) / sizeof(*entities))
			buf_adds(out, entities[i].entity);
		else
			buf_addc(out, *c);
	}
	free(visible);
}

char *confirm_page_html(const char *lang, const char *title, const char *text, const char *button)
{
	struct buf out = {0};

	buf_addf(&out, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n",
	         lang);
	buf_adds(&out, "<meta name=\"viewport\" content=\"width=device-width\">\n"
	               "<meta name=\"robots\" content=\"noindex\">\n<title>");
	add_escaped(&out, title);
	buf_adds(&out, "</title>\n<style>body{font:1.1rem/1.5 sans-serif;max-width:36rem;"
	               "margin:3rem auto;padding:0 1rem}button{font:inherit;padding:.5rem 1rem}"
	               "</style>\n</head>\n<body>\n<h1>");
	add_escaped(&out, title);
	buf_adds(&out, "</h1>\n<p>");
	add_escaped(&out, text);
	buf_adds(&out, "</p>\n");
	if (button) {
		buf_adds(&out, "<form method=\"post\"><button>");
		add_escaped(&out, button);
		buf_adds(&out, "</button></form>\n");
	}
	buf_adds(&out, "</body>\n</html>\n");
	return buf_steal(&out);
}
