/* Takes and gives back the terminal with curses, reads keys and the mouse, writes styled text. */
#include "console/terminal/term.h"

#include "lib/base/log.h"
#include "lib/base/text.h"

#include <curses.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <wchar.h>

static bool entered, ascii;
static int clicked_line;

enum { NONE = -1, ORANGE = 208, AMBER = 179, SKY = 75 }; /* colours of xterm's 256 */

/* Without a colour the attributes tell styles apart, and beside both there is a word or a sign. */
static const attr_t attributes[STYLE_COUNT] = {
        [STYLE_PLAIN] = A_NORMAL, [STYLE_BOLD] = A_BOLD,        [STYLE_BAR] = A_REVERSE,
        [STYLE_HEADING] = A_BOLD, [STYLE_SELECTED] = A_REVERSE, [STYLE_FAINT] = A_DIM,
        [STYLE_LATE] = A_BOLD,    [STYLE_SOON] = A_NORMAL,      [STYLE_ERROR] = A_BOLD,
        [STYLE_GOOD] = A_NORMAL,  [STYLE_OPEN] = A_BOLD,
};

/* The first is for terminals with eight colours, the second for those with 256. */
static const struct theme {
	const char *name;
	struct {
		enum style style;
		short few, many;
	} colours[6];
} themes[] = {
        {"default",
         {{STYLE_LATE, COLOR_RED, COLOR_RED},
          {STYLE_SOON, COLOR_YELLOW, COLOR_YELLOW},
          {STYLE_ERROR, COLOR_RED, COLOR_RED},
          {STYLE_GOOD, COLOR_GREEN, COLOR_GREEN},
          {STYLE_OPEN, COLOR_RED, COLOR_RED}}},
        {"colour-blind",
         {{STYLE_LATE, COLOR_YELLOW, ORANGE},
          {STYLE_SOON, NONE, AMBER},
          {STYLE_ERROR, COLOR_YELLOW, ORANGE},
          {STYLE_GOOD, COLOR_BLUE, SKY},
          {STYLE_OPEN, COLOR_YELLOW, ORANGE}}},
        {"mono", {{0}}},
};

static bool coloured[STYLE_COUNT];

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

static const struct theme *find_theme(const char *name)
{
	size_t i = 0;

	while (i + 1 < sizeof(themes) / sizeof(*themes) && strcmp(themes[i].name, name) != 0)
		i++;
	return &themes[i];
}

static void start_colours(const char *theme_name)
{
	const char *no_color = getenv("NO_COLOR");
	const struct theme *theme = find_theme(theme_name);

	if ((no_color && *no_color) || !theme->colours[0].style || !has_colors() ||
	    start_color() == ERR)
		return;
	use_default_colors();
	for (int i = 0; COLOR_PAIRS > STYLE_COUNT && theme->colours[i].style; i++) {
		enum style style = theme->colours[i].style;
		short colour = COLORS >= 256 ? theme->colours[i].many : theme->colours[i].few;
		coloured[style] =
		        colour != NONE && init_pair((short)(style + 1), colour, -1) != ERR;
	}
}

/* The fonts of these have no braille. */
static bool is_plain_terminal(void)
{
	static const char *const types[] = {"linux", "vt", "cons", "dumb", "ansi"};
	const char *term = getenv("TERM");

	for (size_t i = 0; term && i < sizeof(types) / sizeof(*types); i++)
		if (strncmp(term, types[i], strlen(types[i])) == 0)
			return true;
	return false;
}

bool term_ascii(void)
{
	return ascii;
}

void term_enter(const struct term_options *options)
{
	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
		fatalx("standard input and output have to be a terminal");
	if (!newterm(NULL, stdout, stdin))
		fatalx("cannot use a terminal of the type '%s'",
		       getenv("TERM") ? getenv("TERM") : "");
	entered = true;
	ascii = options->ascii || is_plain_terminal();
	set_escdelay(options->escape_delay);
	start_colours(options->theme);
	cbreak();
	noecho();
	nonl();
	keypad(stdscr, TRUE);
	nodelay(stdscr, TRUE);
	idlok(stdscr, TRUE);
	if (options->mouse) {
		mouseinterval(0);
		mousemask(BUTTON1_PRESSED | BUTTON4_PRESSED | BUTTON5_PRESSED, NULL);
	}
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

static keycode mouse_key(void)
{
	MEVENT event;

	if (getmouse(&event) != OK)
		return term_key();
	if (event.bstate & (BUTTON4_PRESSED | BUTTON5_PRESSED))
		return event.bstate & BUTTON4_PRESSED ? KEYS_UP : KEYS_DOWN;
	clicked_line = event.y;
	return KEYS_CLICK;
}

int term_clicked_line(void)
{
	return clicked_line;
}

static keycode code_key(int code)
{
	if (code == KEY_MOUSE)
		return mouse_key();
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
	return coloured[style] ? (short)(style + 1) : 0;
}

/* Bold stands for the colour where there is none; both together would double what a mark costs on
 * the line. */
static attr_t attributes_of(enum style style)
{
	return coloured[style] ? A_NORMAL : attributes[style];
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

static const struct {
	const char *sign;
	char twin;
} twins[] = {{"─", '-'}, {"│", '|'}, {"…", '~'}, {"·", '-'},     {"−", '-'},
             {"–", '-'}, {"—", '-'}, {"№", '#'}, {"«", '"'},     {"»", '"'},
             {"“", '"'}, {"”", '"'}, {"„", '"'}, {"’", '\''},    {"‘", '\''},
             {"→", '>'}, {"←", '<'}, {"×", 'x'}, {"\u00a0", ' '}};

/* Puts the twins in place of the signs; text only gets shorter. */
static void make_ascii(char *text)
{
	char *to = text;

	for (const char *p = text; *p;) {
		size_t i = 0, n = sizeof(twins) / sizeof(*twins);
		while (i < n && strncmp(p, twins[i].sign, strlen(twins[i].sign)) != 0)
			i++;
		*to++ = i < n ? twins[i].twin : *p;
		p += i < n ? strlen(twins[i].sign) : 1;
	}
	*to = '\0';
}

int term_text(int y, int x, int columns, enum style style, const char *text)
{
	int edge = COLS - x;
	bool fill;
	char *cut;
	size_t len;
	int width;

	if (y < 0 || y >= LINES || x < 0 || edge <= 0)
		return 0;
	fill = columns >= 0;
	if (!fill || columns > edge)
		columns = edge;
	cut = text_ellipsis(text, columns);
	if (ascii)
		make_ascii(cut);
	len = strlen(cut);
	width = text_width(cut);
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
