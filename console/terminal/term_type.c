/* Asks terminfo, whose header takes many short names for itself. */
#include "console/terminal/term_type.h"

#include <curses.h>
#include <term.h>
#include <unistd.h>

bool term_type_draws(void)
{
	static char name[] = "cup";
	int known;
	const char *cup;

	if (setupterm(NULL, STDOUT_FILENO, &known) == ERR)
		return false;
	cup = tigetstr(name);
	return cup && cup != (const char *)-1;
}
