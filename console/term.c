#include "console/term.h"

#include <curses.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <wchar.h>

#include "lib/log.h"
#include "lib/text.h"

static bool entered, colours;

static const struct {
	attr_t attributes;
	short colour; /* COLOR_…, or -1 */
} looks[STYLE_COUNT] = {
        [STYLE_PLAIN] = {A_NORMAL, -1},      [STYLE_BOLD] = {A_BOLD, -1},
        [STYLE_BAR] = {A_REVERSE, -1},       [STYLE_HEADING] = {A_BOLD, -1},
        [STYLE_SELECTED] = {A_REVERSE, -1},  [STYLE_FAINT] = {A_DIM, -1},
        [STYLE_LATE] = {A_BOLD, COLOR_RED},  [STYLE_SOON] = {A_NORMAL, COLOR_YELLOW},
        [STYLE_ERROR] = {A_BOLD, COLOR_RED}, [STYLE_GOOD] = {A_NORMAL, COLOR_GREEN},
};

static const struct {
	int code;
	keycode k;
} codes[] = {
        {KEY_UP, KEYS_UP},       {KEY_DOWN, KEYS_DOWN},      {KEY_LEFT, KEYS_LEFT},
        {KEY_RIGHT, KEYS_RIGHT}, {KEY_HOME, KEYS_HOME},      {KEY_END, KEYS_END},
        {KEY_PPAGE, KEYS_PGUP},  {KEY_NPAGE, KEYS_PGDN},     {KEY_DC, KEYS_DELETE},
        {KEY_IC, KEYS_INSERT},   {KEY_BTAB, KEYS_SHIFT_TAB}, {KEY_BACKSPACE, KEYS_BACKSPACE},
        {KEY_ENTER, KEYS_ENTER}, {KEY_FIND, KEYS_HOME},      {KEY_SELECT, KEYS_END},
};

static const struct {
	wint_t control;
	keycode k;
} controls[] = {
        {'\r', KEYS_ENTER},     {'\n', KEYS_ENTER},     {'\t', KEYS_TAB},
        {0x7f, KEYS_BACKSPACE}, {'\b', KEYS_BACKSPACE}, {27, KEYS_ESC},
};

static void start_colours(void)
{
	const char *no_color = getenv("NO_COLOR");
	if ((no_color && *no_color) || !has_colors() || start_color() == ERR)
		return;
	use_default_colors();
	for (int s = 0; s < STYLE_COUNT; s++)
		if (looks[s].colour >= 0)
			init_pair((short)(s + 1), looks[s].colour, -1);
	colours = COLOR_PAIRS > STYLE_COUNT;
}

void term_enter(int escape_delay)
{
	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
		fatalx("standard input and output have to be a terminal");
	if (!newterm(NULL, stdout, stdin))
		fatalx("cannot use a terminal of the type '%s'",
		       getenv("TERM") ? getenv("TERM") : "");
	entered = true;
	set_escdelay(escape_delay);
	start_colours();
	cbreak();
	noecho();
	nonl();
	keypad(stdscr, TRUE);
	nodelay(stdscr, TRUE);
	idlok(stdscr, TRUE);
	scrollok(stdscr, FALSE);
}

void term_leave(void)
{
	if (entered) {
		entered = false;
		endwin();
	}
}

void term_pause(void)
{
	endwin();
}

void term_resume(void)
{
	term_resize();
}

void term_resize(void)
{
	struct winsize size;
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0 && size.ws_col > 0)
		resizeterm(size.ws_row, size.ws_col);
	clearok(curscr, TRUE); /* terminals wrap and shift what they show in ways of their own */
}

int term_lines(void)
{
	return LINES;
}

int term_columns(void)
{
	return COLS;
}

/* After ESC [ comes a sequence that terminfo does not know: it is no text. */
static void skip_sequence(void)
{
	wint_t c;
	while (get_wch(&c) == OK && (c < 0x40 || c > 0x7e))
		;
}

static keycode read_escape(void)
{
	wint_t c;
	int status = get_wch(&c);
	if (status == OK && c == '[') {
		skip_sequence();
		return term_key();
	}
	if (status == OK)
		unget_wch((wchar_t)c);
	else if (status == KEY_CODE_YES)
		ungetch((int)c);
	return KEYS_ESC;
}

static keycode control_key(wint_t c)
{
	if (c == 27)
		return read_escape();
	for (size_t i = 0; i < sizeof(controls) / sizeof(*controls); i++)
		if (controls[i].control == c)
			return controls[i].k;
	return c >= 1 && c <= 26 ? KEYS_CTRL + (keycode)('a' + c - 1) : term_key();
}

static keycode code_key(int code)
{
	if (code > KEY_F0 && code <= KEY_F(12))
		return KEYS_F0 + (keycode)(code - KEY_F0);
	for (size_t i = 0; i < sizeof(codes) / sizeof(*codes); i++)
		if (codes[i].code == code)
			return codes[i].k;
	return term_key();
}

keycode term_key(void)
{
	wint_t c;
	switch (get_wch(&c)) {
	case OK:
		return c < ' ' || c == 0x7f ? control_key(c) : (keycode)c;
	case KEY_CODE_YES:
		return code_key((int)c);
	default:
		return 0;
	}
}

static short pair_of(enum style style)
{
	return colours && looks[style].colour >= 0 ? (short)(style + 1) : 0;
}

/* Bold stands for the colour where there is none; both together would double what a mark costs on
 * the line. */
static attr_t attributes_of(enum style style)
{
	return pair_of(style) ? A_NORMAL : looks[style].attributes;
}

void term_erase(void)
{
	erase();
}

/* What the C library cannot draw would shift everything behind it. */
static void add_drawable(const char *s, size_t len)
{
	for (size_t i = 0; i < len;) {
		uint32_t cp;
		size_t n = utf8_decode(s + i, len - i, &cp);
		if (wcwidth((wchar_t)cp) < 0)
			addstr("\xEF\xBF\xBD");
		else
			addnstr(s + i, (int)n);
		i += n;
	}
}

static bool all_drawable(const char *s, size_t len)
{
	for (size_t i = 0; i < len;) {
		uint32_t cp;
		i += utf8_decode(s + i, len - i, &cp);
		if (wcwidth((wchar_t)cp) < 0)
			return false;
	}
	return true;
}

int term_text(int y, int x, int columns, enum style style, const char *text)
{
	int edge = COLS - x;
	if (y < 0 || y >= LINES || x < 0 || edge <= 0)
		return 0;
	bool fill = columns >= 0;
	if (!fill || columns > edge)
		columns = edge;
	char *cut = text_ellipsis(text, columns);
	size_t len = strlen(cut);
	int width = text_width(cut);
	attr_set(attributes_of(style), pair_of(style), NULL);
	move(y, x);
	if (all_drawable(cut, len))
		addnstr(cut, (int)len);
	else
		add_drawable(cut, len);
	if (fill)
		for (int i = width; i < columns; i++)
			addch(' ');
	attr_set(A_NORMAL, 0, NULL);
	free(cut);
	return fill ? columns : width;
}

void term_style(int y, int x, int columns, enum style style)
{
	mvchgat(y, x, columns, attributes_of(style), pair_of(style), NULL);
}

void term_show(int y, int x)
{
	move(y < LINES ? y : LINES - 1, x < COLS ? x : COLS - 1);
	refresh();
}
