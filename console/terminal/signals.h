/* Signals as bytes of a pipe that the loop polls. */
#ifndef VARTA_CONSOLE_TERMINAL_SIGNALS_H
#define VARTA_CONSOLE_TERMINAL_SIGNALS_H

#include <stdbool.h>

/* Begins to catch WINCH, HUP, TERM, QUIT, INT, TSTP and CONT. Returns the descriptor to poll. */
int signals_open(void);
/* The next signal that arrived, 0 where there is none. */
int signals_next(void);
/* Whether HUP, TERM or QUIT arrived. */
bool signals_ending(void);
/* Stops this process as TSTP would have; returns when it goes on. */
void signals_stop(void);
/* In a child: everything as it was. */
void signals_default(void);

#endif
