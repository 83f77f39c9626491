/* A template of an answer, and the text in which an operator changes it: lines 'title: …' for what
 * it is for, an empty line, and what is put into the answer. */
#ifndef VARTA_CONSOLE_REPLY_TEMPLATE_H
#define VARTA_CONSOLE_REPLY_TEMPLATE_H

#include <stdbool.h>

enum template_field {
	TEMPLATE_TITLE,
	TEMPLATE_CATEGORY, /* codes; empty: any, or all cities */
	TEMPLATE_UNIT,
	TEMPLATE_CITY,
	TEMPLATE_LANGUAGE,
	TEMPLATE_OFFERED, /* whether answers can be made of it */
	TEMPLATE_FIELDS
};

struct template
{
	char *fields[TEMPLATE_FIELDS]; /* never NULL */
	char *body;
};

void template_release(struct template *t);

/* The text for that template; the caller frees it. */
char *template_text(const struct template *t);
/* Reads such a text. Returns NULL, or the complaint, which the caller frees; then t is empty. */
char *template_read(struct template *t, const char *text);
bool template_offered(const struct template *t);
/* The value of TEMPLATE_OFFERED. */
const char *template_yes_or_no(bool yes);

#endif
