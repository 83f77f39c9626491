/* Lays out a request in columns, as wide as the terminal gives room for. */
#include "console/queue/queue_line.h"

#include "console/data/zones.h"
#include "lib/base/buf.h"
#include "lib/base/i18n.h"
#include "lib/base/text.h"
#include "lib/base/when_zone.h"
#include "lib/base/xmalloc.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <wctype.h>

/* BRIEF: columns up to which a name that does not fit stands as its initials. */
enum { LATE = 2, NARROW = 100, WIDE = 140, BRIEF = 14 };

static const char *const late_signs[] = {[DUE_FAR] = "", [DUE_SOON] = "!", [DUE_LATE] = "!!"};
static const char *const area_signs[] = {" ", "?", "?", "-"};
static const char *const draft_signs[] = {" ", "~", "^", "+", "<"};

static int digits(int64_t n)
{
	int d = 1;

	while (n >= 10) {
		n /= 10;
		d++;
	}
	return d;
}

struct queue_columns queue_columns(int columns, int64_t biggest)
{
	struct queue_columns c = {.total = columns};
	bool narrow = columns < NARROW;
	int gaps;

	c.number = digits(biggest) > 5 ? digits(biggest) : 5;
	c.due = narrow ? 13 : columns < WIDE ? 19 : 20;
	c.category = columns < 70 ? 0 : columns < WIDE ? 9 : 18;
	c.district = columns < 60 ? 0 : narrow ? 11 : columns < WIDE ? 14 : 18;
	c.who = columns < 50 ? 0 : narrow ? 5 : columns < WIDE ? BRIEF : 28;
	gaps = 1 + (c.category > 0) + (c.district > 0) + 1 + (c.who > 0);
	c.title = columns - QUEUE_SIGNS - c.number - 1 - LATE - c.due - c.category - c.district -
	          c.who - gaps + 1;
	return c;
}

int queue_late_at(const struct queue_columns *c)
{
	return QUEUE_SIGNS + c->number + 1;
}

static void add_blanks(struct buf *out, int n)
{
	for (; n > 0; n--)
		buf_addc(out, ' ');
}

/* Adds text cut to columns and filled up with blanks, and a gap. Where columns is 0, nothing. */
static void add_cell(struct buf *out, int columns, const char *text)
{
	char *cut;

	if (columns <= 0)
		return;
	cut = text_ellipsis(text, columns);
	buf_adds(out, cut);
	add_blanks(out, columns - text_width(cut) + 1);
	free(cut);
}

/* The longest beginning of whole words, if one is there that fits: 'Подільський район' says no
 * more than 'Подільський'. Otherwise all, to be cut. The caller frees it. */
static char *whole_words(const char *text, int columns)
{
	size_t fits;

	if (text_width(text) <= columns)
		return xstrdup(text);
	fits = text_fit(text, columns, NULL);
	while (fits > 0 && text[fits] != ' ')
		fits--;
	return fits > 0 ? xstrndup(text, fits) : xstrdup(text);
}

static void add_words(struct buf *out, int columns, const char *text)
{
	char *words = whole_words(text, columns);

	add_cell(out, columns, words);
	free(words);
}

/* 'Управління патрульної поліції' as 'УПП'. The caller frees it. */
static char *initials(const char *name)
{
	struct buf out = {0};

	for (const char *p = name; *p;) {
		uint32_t cp;
		char letter[4];
		p += strspn(p, " «»\"");
		if (!*p)
			break;
		utf8_decode(p, strlen(p), &cp);
		buf_add(&out, letter, utf8_encode((uint32_t)towupper((wint_t)cp), letter));
		p += strcspn(p, " ");
	}
	return buf_steal(&out);
}

/* Of what the operator's own unit has: how far it is there, which says more than its name. The
 * caller frees it. */
static char *who_text(const struct row *row, int columns)
{
	static const char *const states[] = {
	        [REFERRAL_SENT] = N_("new"), [REFERRAL_ACCEPTED] = N_("taken")};
	const char *who = *row->unit && !row->referral ? row->unit : row->operator;

	if (row->referral && *who && columns > BRIEF)
		return xasprintf("%s · %s", _(states[row->referral]), who);
	if (row->referral)
		return xstrdup(_(states[row->referral]));
	return columns <= BRIEF && text_width(who) > columns ? initials(who) : xstrdup(who);
}

static void add_who(struct buf *out, int columns, const struct row *row)
{
	char *who = who_text(row, columns);

	add_cell(out, columns, who);
	free(who);
}

/* 'ОК…' writes an answer, '(ОК)' looks at it. */
static void add_present(struct buf *out, int columns, const struct present *there)
{
	enum { SIGNS = 2 };
	bool brief = text_width(there->name) + SIGNS > columns;
	char *name = brief ? initials(there->name) : xstrdup(there->name);
	char *text = xasprintf(there->replies ? "%s…" : "(%s)", name);

	add_cell(out, columns, text);
	free(text);
	free(name);
}

/* The time left and the moment, or whichever of them says more where there is room for one. */
static char *due_text(const struct row *row, int64_t now, int columns)
{
	enum { SOON = 36 * 3600 };
	char *left, *at, *both, *best, *text;

	if (!row->due)
		return xstrdup("");
	left = when_left(row->due, now);
	at = when_until(row->due, now, zones_find(row->city));
	both = xasprintf("%s %s", left, at);
	best = both;
	if (text_width(both) > columns)
		best = row->due - now < SOON ? left : at;
	text = xstrdup(best);
	free(both);
	free(left);
	free(at);
	return text;
}

/* What a unit returned stands first, whatever its deadline, and what a resident wrote later is
 * easily overlooked: the row says so. */
static char *title_text(const struct row *row)
{
	const char *title = row_title(row);

	if (row->unseen)
		return xasprintf(_("resident wrote: %s"), title);
	return row->rank < 0 ? xasprintf(_("returned: %s"), title) : xstrdup(title);
}

/* Cuts or fills what was put together to the terminal's width. */
static char *exactly(struct buf *out, int columns)
{
	char *text = text_ellipsis(out->data ? out->data : "", columns);

	buf_clear(out);
	buf_adds(out, text);
	add_blanks(out, columns - text_width(text));
	free(text);
	return buf_steal(out);
}

static void drop_gap(struct buf *out)
{
	if (out->len && out->data[out->len - 1] == ' ')
		out->data[--out->len] = '\0';
}

char *queue_heading(const struct queue_columns *c)
{
	struct buf out = {0};

	add_cell(&out, QUEUE_SIGNS + c->number, "    №");
	add_blanks(&out, LATE);
	add_cell(&out, c->due, _("due"));
	add_cell(&out, c->category, _("category"));
	add_cell(&out, c->district, _("district"));
	add_cell(&out, c->title, _("subject"));
	add_cell(&out, c->who, _("who"));
	drop_gap(&out);
	return exactly(&out, c->total);
}

char *queue_line(const struct queue_columns *c, const struct row *row, int64_t now,
                 const struct present *there)
{
	struct buf out = {0};
	char *due, *title;

	buf_addf(&out, " %s%s%s%*" PRId64 " ", row->gone ? "─" : status_sign(row->status),
	         draft_signs[row->draft], area_signs[row->area], c->number, row->id);
	buf_addf(&out, "%-*s", LATE, late_signs[row->due_state]);
	due = due_text(row, now, c->due);
	add_cell(&out, c->due, due);
	free(due);
	add_words(&out, c->category, c->total < WIDE ? row->category_short : row->category);
	add_words(&out, c->district, row->district);
	title = title_text(row);
	add_cell(&out, c->title, title);
	free(title);
	if (there)
		add_present(&out, c->who, there);
	else
		add_who(&out, c->who, row);
	drop_gap(&out);
	return exactly(&out, c->total);
}
