/* Takes and gives back the terminal with curses, writes styled text. */
#include "console/terminal/term.h"

#include "console/terminal/term_keys.h"
#include "console/terminal/term_type.h"
#include "lib/base/i18n.h"
#include "lib/base/log.h"
#include "lib/base/text.h"

#include <curses.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <wchar.h>

static bool entered, ascii;

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
	if (!term_type_draws() || !newterm(NULL, stdout, stdin))
		fatalx(_("a terminal of the type '%s' cannot show the screens; the commands work "
		         "there, see 'varta -h'"),
		       getenv("TERM") ? getenv("TERM") : "");
	entered = true;
	ascii = options->ascii || is_plain_terminal();
	start_colours(options->theme);
	cbreak();
	noecho();
	nonl();
	term_keys_begin(options->escape_delay, options->mouse);
	idlok(stdscr, TRUE);
	scrollok(stdscr, FALSE);
}

void term_leave(void)
{
	if (entered) {
		entered = false;
		term_keys_pause();
		endwin();
	}
}

void term_pause(void)
{
	term_keys_pause();
	endwin();
}

void term_resume(void)
{
	term_keys_resume();
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
} twins[] = {{"─", '-'}, {"│", '|'},  {"…", '~'},  {"·", '-'},     {"−", '-'}, {"–", '-'},
             {"—", '-'}, {"№", '#'},  {"«", '"'},  {"»", '"'},     {"“", '"'}, {"”", '"'},
             {"„", '"'}, {"’", '\''}, {"‘", '\''}, {"→", '>'},     {"←", '<'}, {"↑", '^'},
             {"↓", 'v'}, {"×", 'x'},  {"©", 'c'},  {"\u00a0", ' '}};

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
