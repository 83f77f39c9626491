/* Lays out a line of the unit's lists in columns. */
#include "console/order/thing_line.h"

#include "console/data/zones.h"
#include "console/terminal/term.h"
#include "console/ui/report.h"
#include "lib/base/buf.h"
#include "lib/base/i18n.h"
#include "lib/base/text.h"
#include "lib/base/when_zone.h"
#include "lib/base/xmalloc.h"

#include <stdlib.h>
#include <string.h>

enum { NARROW = 60, WIDE = 110, SIGNS = 4, SIGNS_AT = 1 };
enum { STATE = 13, NUMBER = 8, DUE = 14, PLACE = 16, PLACE_WIDE = 26, OWNER = 20 };

static const struct {
	const char *code, *word;
} sections[] = {
        {"reports", N_("report")},
        {"verify", N_("to verify")},
        {"issue", N_("to issue")},
        {"overdue", N_("overdue")},
        {"soon", N_("due soon")},
        {"rejected", N_("owner refuses")},
        {"done", N_("mended?")},
        {"asked", N_("asks for time")},
        {"round", N_("round")},
        {"closed", N_("closed")},
        {"undelivered", N_("not delivered")},
        {"unsigned", N_("not signed")},
        {"signed", N_("signed")},
};

const char *section_word(const char *section)
{
	for (size_t i = 0; i < sizeof(sections) / sizeof(*sections); i++)
		if (strcmp(sections[i].code, section) == 0)
			return _(sections[i].word);
	return section;
}

const char *thing_state(const struct thing *t)
{
	return *t->state_name ? t->state_name : section_word(t->section);
}

char *thing_due(const struct thing *t, int64_t now)
{
	return t->due ? when_until(t->due, now, zones_find(t->city)) : xstrdup("");
}

static bool is_late(const struct thing *t)
{
	return strcmp(t->due_state, "late") == 0;
}

/* '!!' behind the due date, '!' near it; 'D' for what is dangerous. */
static void add_signs(struct buf *line, const struct thing *t)
{
	const char *due = is_late(t) ? "!!" : *t->due_state ? "! " : "  ";

	buf_addf(line, "%s%s ", t->dangerous ? _("D") : " ", due);
}

static void add_number(struct buf *line, const struct thing *t)
{
	char *id = *t->name ? xstrdup(t->name) : xasprintf("%lld", (long long)t->id);

	report_cell(line, NUMBER, id);
	free(id);
}

/* What is to be done; else what it is, which is less than that the owner has not got it. */
static const char *what_now(const struct thing *t)
{
	if (*t->section)
		return section_word(t->section);
	return section_word(strcmp(t->mail, "undelivered") == 0 ? t->mail : t->state_name);
}

static char *line_of(const struct thing *t, int64_t now)
{
	bool wide = term_columns() >= WIDE, narrow = term_columns() < NARROW;
	struct buf line = {0};
	char *due = thing_due(t, now);

	add_signs(&line, t);
	report_cell(&line, STATE, what_now(t));
	add_number(&line, t);
	if (!narrow) {
		report_cell(&line, DUE, due);
		report_cell(&line, wide ? PLACE_WIDE : PLACE, t->place);
	}
	if (wide)
		report_cell(&line, OWNER, t->institution);
	buf_adds(&line, *t->what ? t->what : t->object);
	free(due);
	return buf_steal(&line);
}

void thing_paint(const struct list *l, size_t i, int y, const struct thing *t, bool marked,
                 int64_t now)
{
	char *line = line_of(t, now);

	list_row(l, i, y, STYLE_PLAIN, line);
	if (marked)
		term_text(y, 0, 1, list_highlights(l, i) ? STYLE_SELECTED : STYLE_BOLD, "#");
	if (!list_highlights(l, i) && (t->dangerous || *t->due_state))
		term_style(y, SIGNS_AT, SIGNS - 1,
		           t->dangerous || is_late(t) ? STYLE_LATE : STYLE_SOON);
	free(line);
}
