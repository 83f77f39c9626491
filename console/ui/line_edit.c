/* Inserts, deletes and moves in a text by characters and wrapped lines. */
#include "console/ui/line_edit.h"

#include <stdlib.h>
#include <string.h>

void edit_init(struct edit *e, int columns)
{
	*e = (struct edit){.columns = columns, .goal = -1};
}

void edit_release(struct edit *e)
{
	buf_release(&e->text);
}

const char *edit_text(const struct edit *e)
{
	return e->text.data ? e->text.data : "";
}

void edit_set(struct edit *e, const char *text)
{
	char *harmless =
	        text_visible(text, strlen(text), e->columns ? TEXT_KEEP_LINES : TEXT_ONE_LINE);

	buf_clear(&e->text);
	buf_adds(&e->text, harmless);
	free(harmless);
	e->cursor = e->text.len;
	e->goal = -1;
	e->chosen = 0;
}

static void replace(struct edit *e, size_t from, size_t to, const char *with, size_t len)
{
	char *tail = buf_steal(&e->text);
	size_t end = strlen(tail);

	buf_add(&e->text, tail, from);
	buf_add(&e->text, with, len);
	buf_add(&e->text, tail + to, end - to);
	free(tail);
	e->cursor = from + len;
	e->goal = -1;
	e->chosen = 0;
}

void edit_type(struct edit *e, uint32_t cp)
{
	char bytes[1 + 4] = "x"; /* a mark combines with something */
	size_t len = 1 + utf8_encode(cp, bytes + 1);
	char *harmless = text_visible(bytes, len, TEXT_ONE_LINE);

	if (strlen(harmless) == len && memcmp(harmless, bytes, len) == 0)
		replace(e, e->cursor, e->cursor + e->chosen, bytes + 1, len - 1);
	free(harmless);
}

void edit_insert(struct edit *e, const char *text)
{
	char *harmless =
	        text_visible(text, strlen(text), e->columns ? TEXT_KEEP_LINES : TEXT_ONE_LINE);

	replace(e, e->cursor, e->cursor, harmless, strlen(harmless));
	free(harmless);
}

void edit_choose(struct edit *e, size_t at, size_t len)
{
	e->cursor = at;
	e->goal = -1;
	e->chosen = len;
}

static int width_at(const struct edit *e, size_t at, size_t *next)
{
	uint32_t cp;

	*next = at + utf8_decode(e->text.data + at, e->text.len - at, &cp);
	return cp == '\n' ? 1 : utf8_width(cp);
}

/* The end of the character at at, with its combining marks. */
static size_t after(const struct edit *e, size_t at)
{
	size_t next, further;

	if (at >= e->text.len)
		return e->text.len;
	width_at(e, at, &next);
	while (next < e->text.len && width_at(e, next, &further) == 0)
		next = further;
	return next;
}

static size_t before(const struct edit *e, size_t at)
{
	size_t from, ignored;

	if (at == 0)
		return 0;
	from = at;
	do {
		from--;
		while (from > 0 && ((unsigned char)e->text.data[from] & 0xC0) == 0x80)
			from--;
	} while (from > 0 && width_at(e, from, &ignored) == 0);
	return from;
}

static int columns_between(const struct edit *e, size_t from, size_t to)
{
	int columns = 0;

	while (from < to)
		columns += width_at(e, from, &from);
	return columns;
}

size_t edit_lines(const struct edit *e, struct text_line **lines, size_t *line, int *column)
{
	size_t n = text_wrap(edit_text(e), e->columns ? e->columns : 1 << 20, lines);

	*line = 0;
	for (size_t i = 1; i < n && (*lines)[i].start <= e->cursor; i++)
		*line = i;
	*column = columns_between(e, (*lines)[*line].start, e->cursor);
	if (e->columns && *column >= e->columns)
		*column = e->columns - 1;
	return n;
}

static size_t offset_at(const struct edit *e, const struct text_line *line, int column)
{
	int width;
	size_t len = text_fit(edit_text(e) + line->start, column, &width);

	return line->start + (len < line->len ? len : line->len);
}

static void move_lines(struct edit *e, long by)
{
	struct text_line *lines;
	size_t line;
	int column;
	size_t n = edit_lines(e, &lines, &line, &column);
	int goal = e->goal >= 0 ? e->goal : column;
	long to = (long)line + by;

	if (to < 0)
		to = 0;
	if (to >= (long)n)
		to = (long)n - 1;
	if ((size_t)to != line)
		e->cursor = offset_at(e, &lines[to], goal);
	e->goal = goal;
	free(lines);
}

static void move_to_edge(struct edit *e, bool end)
{
	struct text_line *lines;
	size_t line;
	int column;

	edit_lines(e, &lines, &line, &column);
	e->cursor = lines[line].start + (end ? lines[line].len : 0);
	e->goal = -1;
	free(lines);
}

/* The beginning of the word before the cursor, with the blanks behind it. */
static size_t word_start(const struct edit *e)
{
	size_t at = e->cursor;

	while (at > 0 && strchr(" \n", e->text.data[at - 1]))
		at--;
	while (at > 0 && !strchr(" \n", e->text.data[at - 1]))
		at--;
	return at;
}

/* The wrapped line that the cursor is on. */
static struct text_line line_of(const struct edit *e)
{
	struct text_line *lines, found;
	size_t line;
	int column;

	edit_lines(e, &lines, &line, &column);
	found = lines[line];
	free(lines);
	return found;
}

/* What was chosen goes as a whole; everything else forgets that it was. */
static bool delete_chosen(struct edit *e, enum verb verb)
{
	size_t chosen = e->chosen;

	e->chosen = 0;
	if (chosen == 0 || (verb != VERB_DELETE && verb != VERB_DELETE_BACK))
		return false;
	replace(e, e->cursor, e->cursor + chosen, "", 0);
	return true;
}

static void delete_to_end(struct edit *e)
{
	const struct text_line line = line_of(e);
	size_t start = e->cursor;

	replace(e, start, line.start + line.len, "", 0);
}

bool edit_verb(struct edit *e, enum verb verb, int page)
{
	const bool lines = e->columns > 0;

	if (delete_chosen(e, verb))
		return true;
	if (verb == VERB_LEFT)
		edit_choose(e, before(e, e->cursor), 0);
	else if (verb == VERB_RIGHT)
		edit_choose(e, after(e, e->cursor), 0);
	else if (verb == VERB_LINE_START || verb == VERB_LINE_END)
		move_to_edge(e, verb == VERB_LINE_END);
	else if (verb == VERB_DELETE_BACK)
		replace(e, before(e, e->cursor), e->cursor, "", 0);
	else if (verb == VERB_DELETE)
		replace(e, e->cursor, after(e, e->cursor), "", 0);
	else if (verb == VERB_DELETE_WORD)
		replace(e, word_start(e), e->cursor, "", 0);
	else if (verb == VERB_DELETE_START)
		replace(e, line_of(e).start, e->cursor, "", 0);
	else if (verb == VERB_DELETE_END)
		delete_to_end(e);
	else if (verb == VERB_NEWLINE && lines)
		replace(e, e->cursor, e->cursor, "\n", 1);
	else if ((verb == VERB_UP || verb == VERB_DOWN) && lines)
		move_lines(e, verb == VERB_UP ? -1 : 1);
	else if ((verb == VERB_PAGE_UP || verb == VERB_PAGE_DOWN) && lines)
		move_lines(e, verb == VERB_PAGE_UP ? -page : page);
	else
		return false;
	return true;
}
