/* Programs that the console starts. */
#ifndef VARTA_CONSOLE_TERMINAL_CHILD_H
#define VARTA_CONSOLE_TERMINAL_CHILD_H

#include <stdbool.h>

/* Gives the terminal to a line of shell, in which "$1" and "$2" are the arguments (may be NULL),
 * and takes it again. Returns the status as of waitpid(); -1 where the console itself is to end,
 * and the child goes on. */
int child_run(const char *script, const char *first, const char *second);
/* Starts it beside the console, without the terminal; nobody waits for it. Returns whether it was
 * started. */
bool child_start(const char *script, const char *first);
/* Whether there is a program of that name on the PATH. */
bool child_exists(const char *name);

#endif
