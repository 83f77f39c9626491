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
	bool draws;

	if (setupterm(NULL, STDOUT_FILENO, &known) == ERR)
		return false;
	cup = tigetstr(name);
	draws = cup && cup != (const char *)-1;
	del_curterm(cur_term); /* what is drawn on asks anew */
	return draws;
}
