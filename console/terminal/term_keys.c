/* Reads keys, the mouse and what is pasted, with curses. */
#include "console/terminal/term_keys.h"

#include "console/terminal/term.h"
#include "console/terminal/torn.h"
#include "lib/base/buf.h"
#include "lib/base/text.h"
#include "lib/base/when.h"

#include <curses.h>
#include <string.h>
#include <wchar.h>

/* PASTE_MOST: bytes; an answer has at most 20,000 characters. LONGEST_DELAY: ms, to which torn keys
 * lengthen the wait for the rest of a key. MOUSE_MOST: events that curses keeps. */
enum {
	PASTE_BEGIN = KEY_MAX + 1,
	PASTE_END,
	PASTE_MOST = 256 * 1024,
	LONGEST_DELAY = 300,
	MOUSE_MOST = 8
};

static int clicked_line;
static struct torn torn;

/* The text between the terminal's two marks of bracketed paste. */
static struct paste {
	struct buf text;
	bool open, announced, dropped;
	int64_t at; /* ticks of its last character */
} paste;

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

/* Says to the terminal whether it shall tell a pasted text from keys. */
static void bracket_pastes(bool on)
{
	fputs(on ? "\033[?2004h" : "\033[?2004l", stdout);
	fflush(stdout);
}

void term_keys_begin(int escape_delay, bool mouse)
{
	set_escdelay(escape_delay);
	keypad(stdscr, TRUE);
	nodelay(stdscr, TRUE);
	define_key("\033[200~", PASTE_BEGIN);
	define_key("\033[201~", PASTE_END);
	bracket_pastes(true);
	if (mouse) {
		mouseinterval(0);
		mousemask(BUTTON1_PRESSED | BUTTON4_PRESSED | BUTTON5_PRESSED, NULL);
	}
}

void term_keys_pause(void)
{
	bracket_pastes(false);
}

void term_keys_resume(void)
{
	bracket_pastes(true);
}

static void put_back(int status, wint_t c)
{
	if (status == OK)
		unget_wch((wchar_t)c);
	else if (status == KEY_CODE_YES)
		ungetch((int)c);
}

static void paste_begin(void)
{
	buf_clear(&paste.text);
	paste = (struct paste){.text = paste.text, .open = true, .at = when_ticks()};
}

/* A line end is '\r' as a terminal types it, or "\r\n". */
static void paste_add(wint_t c)
{
	char bytes[4];
	bool control = (c < ' ' && c != '\n' && c != '\r' && c != '\t') || c == 0x7f;
	bool second =
	        c == '\n' && paste.text.len > 0 && paste.text.data[paste.text.len - 1] == '\r';

	paste.at = when_ticks();
	if (paste.dropped || control)
		return;
	if (paste.text.len >= PASTE_MOST)
		paste.dropped = true;
	else if (second)
		paste.text.data[paste.text.len - 1] = '\n';
	else
		buf_add(&paste.text, bytes, utf8_encode((uint32_t)c, bytes));
}

static keycode paste_end(void)
{
	paste.open = false;
	for (size_t i = 0; i < paste.text.len; i++)
		if (paste.text.data[i] == '\r')
			paste.text.data[i] = '\n';
	return KEYS_PASTE;
}

const char *term_pasted(void)
{
	return paste.dropped ? NULL : paste.text.data ? paste.text.data : "";
}

bool term_paste_drop(void)
{
	bool open = paste.open && !paste.dropped;

	paste.dropped |= paste.open;
	return open;
}

static bool is_torn_end(void)
{
	return torn_whole(&torn) && strcmp(torn.bytes, "[201~") == 0;
}

/* Its end may be torn as any key. What was dropped and never ends, ends when it has been silent. */
static keycode read_paste(void)
{
	wint_t c;
	int status;

	while ((status = get_wch(&c)) != ERR) {
		int64_t now = when_ticks();
		if (paste.dropped && now - paste.at >= TORN_WAIT) {
			put_back(status, c);
			return paste_end();
		}
		if (status == KEY_CODE_YES && c == PASTE_END)
			return paste_end();
		if (status == KEY_CODE_YES)
			continue;
		if (torn_takes(&torn, c, now)) {
			if (is_torn_end())
				return paste_end();
		} else if (c == 27) {
			torn_begin(&torn, now);
		} else {
			paste_add(c);
		}
	}
	if (paste.announced)
		return 0;
	paste.announced = true;
	return KEYS_PASTING;
}

/* A line that tears keys is waited for longer. */
static void adapt(int64_t gap)
{
	if (2 * gap > get_escdelay())
		set_escdelay(2 * gap < LONGEST_DELAY ? (int)(2 * gap) : LONGEST_DELAY);
}

/* The rest of a key whose Esc came alone; *taken: c was one of its bytes. */
static keycode read_torn(wint_t c, bool *taken)
{
	int64_t now = when_ticks(), gap = now - torn.at;
	bool first = torn.state == TORN_ESC;

	*taken = torn_takes(&torn, c, now);
	if (!*taken)
		return 0;
	if (first)
		adapt(gap);
	if (!torn_whole(&torn))
		return term_key();
	if (strcmp(torn.bytes, "[200~") == 0) {
		paste_begin();
		return read_paste();
	}
	return KEYS_TORN;
}

/* What comes together with its Esc and has no name in terminfo, or lacks its end: no key at all. */
static keycode read_escape(void)
{
	wint_t c;
	int status = get_wch(&c);

	torn_begin(&torn, when_ticks());
	if (status == OK && torn_takes(&torn, c, torn.at))
		return term_key();
	put_back(status, c);
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

/* Events that came at once: curses says so once, and gives the latest first. */
static struct {
	MEVENT v[MOUSE_MOST];
	int n; /* the next one to be taken is the last of them */
} clicks;

static keycode take_mouse(void)
{
	const MEVENT *event = &clicks.v[--clicks.n];

	if (event->bstate & (BUTTON4_PRESSED | BUTTON5_PRESSED))
		return event->bstate & BUTTON4_PRESSED ? KEYS_UP : KEYS_DOWN;
	clicked_line = event->y;
	return KEYS_CLICK;
}

static keycode mouse_key(void)
{
	while (clicks.n < MOUSE_MOST && getmouse(&clicks.v[clicks.n]) == OK)
		clicks.n++;
	return term_key();
}

int term_clicked_line(void)
{
	return clicked_line;
}

static keycode code_key(int code)
{
	if (code == KEY_MOUSE)
		return mouse_key();
	if (code == PASTE_BEGIN) {
		paste_begin();
		return read_paste();
	}
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
	bool taken;
	keycode k;

	if (paste.open)
		return read_paste();
	if (clicks.n > 0)
		return take_mouse();
	switch (get_wch(&c)) {
	case OK:
		k = read_torn(c, &taken);
		return taken ? k : c < ' ' || c == 0x7f ? control_key(c) : (keycode)c;
	case KEY_CODE_YES:
		torn.state = TORN_NONE;
		return code_key((int)c);
	default:
		return 0;
	}
}
