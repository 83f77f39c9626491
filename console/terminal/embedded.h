/* The text files that are built into the program. */
#ifndef VARTA_CONSOLE_TERMINAL_EMBEDDED_H
#define VARTA_CONSOLE_TERMINAL_EMBEDDED_H

#include <stddef.h>

struct embedded {
	const char *name; /* 'default' of keymaps/default.yaml */
	const char *text;
	size_t len;
};

/* NULL where nothing of that name is built in. */
const struct embedded *embedded_find(const char *name);

#endif
