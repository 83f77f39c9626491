/* Cleans, cuts and measures text from outside. */
#include "lib/base/text.h"

#include "lib/base/buf.h"
#include "lib/base/xmalloc.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

enum {
	BROKEN = 0xfffd,
	DOTTED_CIRCLE = 0x25cc, /* what a combining mark without a base is shown on */
	MAX_MARKS = 8           /* combining marks on one base */
};

/* What has no shape of its own, but changes how its surroundings are shown or read. */
static const struct {
	uint32_t first, last;
} invisible[] = {
        {0x0080, 0x009f},   /* C1 controls */
        {0x00ad, 0x00ad},   /* soft hyphen */
        {0x061c, 0x061c},   /* Arabic letter mark */
        {0x115f, 0x1160},   /* Hangul fillers */
        {0x180e, 0x180e},   /* Mongolian vowel separator */
        {0x200b, 0x200f},   /* zero width, direction marks */
        {0x2028, 0x202e},   /* separators, embeddings and overrides */
        {0x2060, 0x206f},   /* word joiner, invisible operators, isolates */
        {0x3164, 0x3164},   /* Hangul filler */
        {0xfeff, 0xfeff},   /* byte order mark */
        {0xffa0, 0xffa0},   /* Hangul filler */
        {0xfff9, 0xfffb},   /* interlinear annotation */
        {0x1d173, 0x1d17a}, /* musical format characters */
        {0xe0000, 0xe007f}, /* tags */
};

static bool is_invisible(uint32_t cp)
{
	for (size_t i = 0; i < sizeof(invisible) / sizeof(invisible[0]); i++) {
		if (cp <= invisible[i].last)
			return cp >= invisible[i].first;
	}
	return false;
}

bool utf8_is_visible(uint32_t cp)
{
	return cp >= 0x20 && cp != 0x7f && !is_invisible(cp);
}

int utf8_width(uint32_t cp)
{
	int width;

	if (cp >= 0x20 && cp < 0x7f)
		return 1;
	width = wcwidth((wchar_t)cp);
	return width < 0 ? 1 : width;
}

struct cleaning {
	struct buf out;
	int marks; /* combining marks since the last base; -1: there is no base yet */
};

static void add_cp(struct cleaning *c, uint32_t cp)
{
	char bytes[4];

	buf_add(&c->out, bytes, utf8_encode(cp, bytes));
}

static void add_base(struct cleaning *c, uint32_t cp)
{
	add_cp(c, cp);
	c->marks = 0;
}

/* A mark stays with its base. A heap of them becomes one U+FFFD. */
static void add_mark(struct cleaning *c, uint32_t cp)
{
	if (c->marks < 0)
		add_base(c, DOTTED_CIRCLE);
	if (c->marks < MAX_MARKS)
		add_cp(c, cp);
	else if (c->marks == MAX_MARKS)
		add_cp(c, BROKEN);
	if (c->marks <= MAX_MARKS)
		c->marks++;
}

static void add_visible(struct cleaning *c, uint32_t cp)
{
	if (cp < 0x20) {
		add_base(c, 0x2400 + cp);
	} else if (cp == 0x7f) {
		add_base(c, 0x2421);
	} else if (is_invisible(cp)) {
		buf_addf(&c->out, "<U+%04X>", cp);
		c->marks = 0;
	} else if (utf8_width(cp) == 0) {
		add_mark(c, cp);
	} else {
		add_base(c, cp);
	}
}

static void add_line_break(struct cleaning *c, enum text_lines lines)
{
	buf_addc(&c->out, lines == TEXT_KEEP_LINES ? '\n' : ' ');
	c->marks = -1;
}

/* Bytes from s on that are printable ASCII or Cyrillic letters (U+0400 to U+047F), which is nearly
 * everything: they need no look at each. */
static size_t plain_run(const char *s, size_t len)
{
	const unsigned char *u = (const unsigned char *)s;
	size_t i = 0;

	while (i < len) {
		bool letter = (u[i] == 0xd0 || u[i] == 0xd1) && i + 1 < len && u[i + 1] >> 6 == 2;

		if (!letter && (u[i] < 0x20 || u[i] > 0x7e))
			break;
		i += letter ? 2 : 1;
	}
	return i;
}

static size_t add_plain_run(struct cleaning *c, const char *s, size_t len)
{
	size_t n = plain_run(s, len);

	if (n > 0) {
		buf_add(&c->out, s, n);
		c->marks = 0;
	}
	return n;
}

char *text_visible(const char *s, size_t len, enum text_lines lines)
{
	struct cleaning c = {.marks = -1};
	uint32_t cp;

	for (size_t i = 0; i < len;) {
		i += add_plain_run(&c, s + i, len - i);
		if (i == len)
			break;
		i += utf8_decode(s + i, len - i, &cp);
		if (cp == '\r' && i < len && s[i] == '\n')
			continue;
		if (cp == '\r' || cp == '\n')
			add_line_break(&c, lines);
		else
			add_visible(&c, cp == '\t' ? ' ' : cp);
	}
	return buf_steal(&c.out);
}

/* text_fit for a text of len bytes. */
static size_t fit(const char *s, size_t len, int columns, int *width)
{
	size_t i = 0;
	int used = 0;
	uint32_t cp;

	while (i < len) {
		size_t n = utf8_decode(s + i, len - i, &cp);
		int w = utf8_width(cp);
		if (w > columns - used)
			break;
		used += w;
		i += n;
	}
	if (width)
		*width = used;
	return i;
}

int text_width(const char *s)
{
	size_t len = strlen(s);
	int width = 0;
	uint32_t cp;

	for (size_t i = 0; i < len;) {
		i += utf8_decode(s + i, len - i, &cp);
		width += utf8_width(cp);
	}
	return width;
}

size_t text_fit(const char *s, int columns, int *width)
{
	return fit(s, strlen(s), columns < 0 ? 0 : columns, width);
}

char *text_ellipsis(const char *s, int columns)
{
	size_t len = strlen(s);

	if (columns <= 0)
		return xstrdup("");
	if (text_fit(s, columns, NULL) == len)
		return xstrdup(s);
	return xasprintf("%.*s…", (int)text_fit(s, columns - 1, NULL), s);
}

struct wrapping {
	const char *text;
	int columns;
	struct text_line *lines;
	size_t n, cap;
};

static void add_line(struct wrapping *w, size_t start, size_t len)
{
	if (w->n == w->cap) {
		w->cap = w->cap ? w->cap * 2 : 16;
		w->lines = xreallocarray(w->lines, w->cap, sizeof(*w->lines));
	}
	w->lines[w->n++] = (struct text_line){start, len};
}

/* Where to end a line that begins at start and has room up to full: behind the last word that is
 * whole, or at full where there is none. */
static size_t last_word(const char *text, size_t start, size_t full)
{
	size_t end = full;

	if (text[full] != ' ') {
		while (end > start && text[end - 1] != ' ')
			end--;
	}
	while (end > start && text[end - 1] == ' ')
		end--;
	return end > start ? end : full;
}

static void wrap_paragraph(struct wrapping *w, size_t start, size_t end)
{
	const char *text = w->text;

	for (;;) {
		size_t full = start + fit(text + start, end - start, w->columns, NULL);
		size_t stop;
		if (full == end) {
			add_line(w, start, end - start);
			return;
		}
		stop = last_word(text, start, full);
		add_line(w, start, stop - start);
		start = stop;
		while (start < end && text[start] == ' ')
			start++;
		if (start == end)
			return;
	}
}

size_t text_wrap(const char *s, int columns, struct text_line **lines)
{
	struct wrapping w = {.text = s, .columns = columns < 2 ? 2 : columns};
	size_t len = strlen(s);
	size_t start = 0;

	for (;;) {
		size_t end = start + strcspn(s + start, "\n");
		wrap_paragraph(&w, start, end);
		if (end == len)
			break;
		start = end + 1;
	}
	*lines = w.lines;
	return w.n;
}
