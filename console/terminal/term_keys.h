/* What term.c and term_keys.c share: the terminal's ways to send keys, switched on and off. */
#ifndef VARTA_CONSOLE_TERMINAL_TERM_KEYS_H
#define VARTA_CONSOLE_TERMINAL_TERM_KEYS_H

#include <stdbool.h>

/* Once, after curses has begun. escape_delay: how long a lone Esc is waited for, ms. */
void term_keys_begin(int escape_delay, bool mouse);
/* Before the terminal is given to somebody else, and after. */
void term_keys_pause(void);
void term_keys_resume(void);

#endif
