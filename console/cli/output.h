/* What a command prints on its standard output. */
#ifndef VARTA_CONSOLE_CLI_OUTPUT_H
#define VARTA_CONSOLE_CLI_OUTPUT_H

#include <stdbool.h>

/* Whether nobody reads any more: then there is no need to go on, and it is no error. Ends the
 * program where the output cannot be written for another reason. */
bool output_unread(void);

#endif
