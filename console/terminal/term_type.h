/* What terminfo knows of the terminal's type. */
#ifndef VARTA_CONSOLE_TERMINAL_TERM_TYPE_H
#define VARTA_CONSOLE_TERMINAL_TERM_TYPE_H

#include <stdbool.h>

/* Whether its cursor can be put anywhere; that of 'dumb', and of what is not known, cannot. */
bool term_type_draws(void);

#endif
