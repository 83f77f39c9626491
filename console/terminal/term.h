/* The terminal: taken and given back, keys in, cells out. Only term.c,
 * term_keys.c and term_type.c know curses.
 *
 * The room terminal/ is what lies between the console and the person's hands and eyes: keys
 * (key.h), where they stand on a keyboard (layout.h), what they do (keymap.h, verbs.h, acts.def),
 * pictures of dots (canvas.h), signals (signals.h) and other programs that get the terminal
 * (child.h). Nothing here knows what is on the screen. */
#ifndef VARTA_CONSOLE_TERMINAL_TERM_H
#define VARTA_CONSOLE_TERMINAL_TERM_H

#include "console/terminal/key.h"

#include <stdbool.h>
#include <stddef.h>

/* How a text looks. Each differs also without colours, by bold or reverse or by its words. */
enum style {
	STYLE_PLAIN,
	STYLE_BOLD,
	STYLE_BAR,      /* the first line of a screen */
	STYLE_HEADING,  /* a heading within a screen, a line between parts */
	STYLE_SELECTED, /* the row under the cursor */
	STYLE_FAINT,    /* of less weight: hints, what is gone */
	STYLE_LATE,
	STYLE_SOON,
	STYLE_ERROR,
	STYLE_GOOD, /* also: what is answered */
	STYLE_OPEN, /* what waits for an answer */
	STYLE_COUNT
};

struct term_options {
	int escape_delay;  /* how long a lone Esc is waited for, ms */
	const char *theme; /* default, colour-blind or mono */
	bool ascii;        /* no lines, dots and signs beyond ASCII; the letters stay */
	bool mouse;
};

/* Begins to draw. */
void term_enter(const struct term_options *options);
/* Whether lines and dots are drawn with ASCII: because that is wanted, or because of the terminal's
 * type. */
bool term_ascii(void);
/* Gives the terminal back as it was; may be called twice, and after fatal(). */
void term_leave(void);
/* Between the two: gives the terminal to a child or to the shell, and takes it again. */
void term_pause(void);
void term_resume(void);

/* Takes over the terminal's present size. */
void term_resize(void);
int term_lines(void);
int term_columns(void);

/* The next key, 0 where none waits. The wheel of the mouse is up and down. What a slow line tore
 * comes as KEYS_TORN, once for each; what is pasted as one KEYS_PASTE, however long it takes, and
 * KEYS_PASTING before it where it takes longer than one reading. */
keycode term_key(void);
/* The text of the last KEYS_PASTE, its lines ended by '\n', until the next term_key(); NULL: it was
 * too long, or was dropped. */
const char *term_pasted(void);
/* Drops what is being pasted, be it still on its way. Returns whether anything was. */
bool term_paste_drop(void);
/* The line of the last KEYS_CLICK. */
int term_clicked_line(void);

/* Empties the picture in memory; nothing is written before term_show(). */
void term_erase(void);
/* Writes text (harmless, from text_visible() or our own) at y, x, cut to columns with '…' and
 * filled up with blanks. columns < 0: as far as the text goes, at most to the edge. Returns the
 * columns it took. */
int term_text(int y, int x, int columns, enum style style, const char *text);
/* Gives columns cells at y, x another look. */
void term_style(int y, int x, int columns, enum style style);
/* Brings the terminal to the picture, its cursor to y, x. */
void term_show(int y, int x);

#endif
