/* Writes a template as a text with fields above it, and reads such a text. */
#include "console/reply/template.h"

#include "lib/base/buf.h"
#include "lib/base/i18n.h"
#include "lib/base/xmalloc.h"

#include <stdlib.h>
#include <string.h>

/* What has no value. */
#define NOTHING "-"

static const char *const names[TEMPLATE_FIELDS] = {
        [TEMPLATE_TITLE] = N_("title"),       [TEMPLATE_CATEGORY] = N_("category"),
        [TEMPLATE_UNIT] = N_("unit"),         [TEMPLATE_CITY] = N_("city"),
        [TEMPLATE_LANGUAGE] = N_("language"), [TEMPLATE_OFFERED] = N_("offered"),
};

void template_release(struct template *t)
{
	for (int i = 0; i < TEMPLATE_FIELDS; i++)
		free(t->fields[i]);
	free(t->body);
	*t = (struct template){0};
}

const char *template_yes_or_no(bool yes)
{
	return yes ? _("yes") : _("no");
}

bool template_offered(const struct template *t)
{
	return strcmp(t->fields[TEMPLATE_OFFERED], _("no")) != 0 &&
	       strcmp(t->fields[TEMPLATE_OFFERED], "no") != 0;
}

char *template_text(const struct template *t)
{
	struct buf out = {0};

	for (int i = 0; i < TEMPLATE_FIELDS; i++)
		buf_addf(&out, "%s: %s\n", _(names[i]), *t->fields[i] ? t->fields[i] : NOTHING);
	buf_addf(&out, "\n%s", t->body);
	return buf_steal(&out);
}

/* The field that line names, in the language of the screen or in English; TEMPLATE_FIELDS: none. */
static int field_of(const char *line, size_t len)
{
	int i = 0;

	for (; i < TEMPLATE_FIELDS; i++) {
		const char *words[] = {names[i], _(names[i])};
		for (int w = 0; w < 2; w++)
			if (strlen(words[w]) == len && memcmp(words[w], line, len) == 0)
				return i;
	}
	return i;
}

static char *value_of(const char *s, size_t len)
{
	bool nothing;

	while (len && *s == ' ')
		s++, len--;
	while (len && s[len - 1] == ' ')
		len--;
	nothing = len == strlen(NOTHING) && memcmp(s, NOTHING, len) == 0;
	return xstrndup(s, nothing ? 0 : len);
}

static char *read_line(struct template *t, const char *line, size_t len, int number)
{
	const char *colon = memchr(line, ':', len);
	size_t name = colon ? (size_t)(colon - line) : len;
	int field = field_of(line, name);

	if (!colon || field == TEMPLATE_FIELDS)
		return xasprintf(_("line %d: no such field: '%.*s'"), number, (int)name, line);
	free(t->fields[field]);
	t->fields[field] = value_of(colon + 1, len - name - 1);
	return NULL;
}

char *template_read(struct template *t, const char *text)
{
	char *complaint = NULL;

	*t = (struct template){0};
	for (int number = 1; !complaint && *text && *text != '\n'; number++) {
		size_t len = strcspn(text, "\n");
		complaint = read_line(t, text, len, number);
		text += len + (text[len] == '\n');
	}
	for (int i = 0; i < TEMPLATE_FIELDS; i++)
		if (!t->fields[i])
			t->fields[i] = xstrdup("");
	t->body = xstrdup(text + strspn(text, "\n"));
	if (!complaint && !*t->fields[TEMPLATE_TITLE])
		complaint = xstrdup(_("there is no title"));
	if (!complaint && !*t->body)
		complaint = xstrdup(_("there is no text yet"));
	if (complaint)
		template_release(t);
	return complaint;
}
