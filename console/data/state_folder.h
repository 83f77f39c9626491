/* What the console keeps for its user between runs: $XDG_STATE_HOME/varta. */
#ifndef VARTA_CONSOLE_DATA_STATE_FOLDER_H
#define VARTA_CONSOLE_DATA_STATE_FOLDER_H

/* The path of name in that folder (made where it is missing, mode 0700), on the heap.
 * NULL where the folder cannot be made; state_trouble() says why. */
char *state_path(const char *name);

/* The same for a folder of that name, which is made too. */
char *state_folder(const char *name);

/* Why there is no folder of that name, for people, on the heap; NULL: there is one. */
char *state_trouble(const char *name);

#endif
