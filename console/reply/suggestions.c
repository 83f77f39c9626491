/* Gathers templates and similar answers, and makes lines of them. */
#include "console/reply/suggestions.h"

#include "console/data/result.h"
#include "console/data/status.h"
#include "lib/base/buf.h"
#include "lib/base/i18n.h"
#include "lib/base/text.h"
#include "lib/base/when.h"
#include "lib/base/xmalloc.h"
#include "lib/db/db_result.h"

#include <stdlib.h>
#include <string.h>

enum { DIGITS = 9, BEGINNING = 3 }; /* lines of an answer that stand beside the text */

/* A field with its line breaks. */
static char *body(const PGresult *res, int line, const char *name)
{
	const char *value = db_result_optional(res, line, name);

	return text_visible(value ? value : "", value ? strlen(value) : 0, TEXT_KEEP_LINES);
}

static void join(struct buf *out, char *text)
{
	if (*text)
		buf_addf(out, "%s%s", out->len ? " · " : "", text);
	free(text);
}

static char *about_template(const PGresult *res, int line)
{
	struct buf out = {0};

	join(&out, result_field(res, line, "category"));
	join(&out, result_field(res, line, "unit"));
	join(&out, result_field(res, line, "lang"));
	return buf_steal(&out);
}

static char *metres(const PGresult *res, int line)
{
	char *text = result_field(res, line, "distance_m");
	char *shown = *text ? xasprintf(_("%ld m"), strtol(text, NULL, 10)) : xstrdup("");

	free(text);
	return shown;
}

static char *about_alike(const PGresult *res, int line, int64_t now)
{
	struct buf out = {0};
	char *status = result_field(res, line, "status"),
	     *received = result_field(res, line, "received");

	join(&out, result_field(res, line, "id"));
	join(&out, xstrdup(status_word(status_find(status))));
	join(&out, metres(res, line));
	join(&out, when_short(strtoll(received, NULL, 10), now));
	join(&out, result_field(res, line, "address"));
	free(status);
	free(received);
	return buf_steal(&out);
}

void suggestions_add(struct suggestions *m, const PGresult *res, bool templates, int64_t now)
{
	int n = res ? PQntuples(res) : 0;

	m->awaited--;
	m->items = xreallocarray(m->items, m->n + (size_t)n + 1, sizeof(*m->items));
	for (int i = 0; i < n; i++) {
		struct suggestions_item item = {
		        .template = templates,
		        .title = result_field(res, i, "title"),
		        .about = templates ? about_template(res, i) : about_alike(res, i, now),
		        .text = body(res, i, "text"),
		};
		m->items[m->n++] = item;
	}
}

void suggestions_release(struct suggestions *m)
{
	for (size_t i = 0; i < m->n; i++) {
		free(m->items[i].title);
		free(m->items[i].about);
		free(m->items[i].text);
	}
	free(m->items);
	*m = (struct suggestions){0};
}

char *suggestions_line(const struct suggestions *m, size_t i)
{
	const struct suggestions_item *item = &m->items[i];
	char digit[8] = " ";

	if (i < DIGITS)
		snprintf(digit, sizeof(digit), "%zu", i + 1);
	return xasprintf("%s %s%s%s", digit, item->title, item->template ? "" : " · ",
	                 item->template ? "" : item->about);
}

static void add_beginning(struct lines *l, int indent, const char *text)
{
	size_t before = l->n;

	lines_add(l, STYLE_FAINT, indent, text);
	while (l->n > before + BEGINNING)
		free(l->v[--l->n].text);
}

void suggestions_lines(const struct suggestions *m, struct lines *l, int indent)
{
	for (size_t i = 0; i < m->n; i++) {
		const struct suggestions_item *item = &m->items[i];
		char *line;
		if (i == 0 || item->template != m->items[i - 1].template)
			lines_add(l, STYLE_HEADING, indent,
			          item->template ? _("── Templates")
			                         : _("── Answers to similar requests"));
		line = suggestions_line(m, i);
		lines_add(l, STYLE_PLAIN, indent, line);
		free(line);
		if (!item->template)
			add_beginning(l, indent + 2, item->text);
	}
	if (m->n == 0 && m->awaited <= 0)
		lines_add(l, STYLE_FAINT, indent,
		          _("no template, and no answer to a similar request"));
}
