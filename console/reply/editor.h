/* The operator's own editor for a longer text. */
#ifndef VARTA_CONSOLE_REPLY_EDITOR_H
#define VARTA_CONSOLE_REPLY_EDITOR_H

/* Gives the terminal to command ($VISUAL, $EDITOR, then 'editor', where it is NULL) with the file
 * at path (mode 0600) that holds text. What the file holds then is in *result (the caller frees
 * it), and the file is gone. Returns NULL or the complaint, which the caller frees. */
char *editor_run(const char *command, const char *path, const char *text, char **result);

#endif
