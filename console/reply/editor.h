/* The operator's own editor for a longer text. */
#ifndef VARTA_CONSOLE_REPLY_EDITOR_H
#define VARTA_CONSOLE_REPLY_EDITOR_H

/* Gives the terminal to command ($VISUAL, $EDITOR, then 'editor', where it is NULL) with the file
 * at path (mode 0600) that holds text. Where the editor ends well, the file becomes that at edited,
 * which the caller removes when its text is kept; *result is the text, the caller's. Returns NULL
 * or the complaint, which the caller frees; it says where another text is that the editor left. */
char *editor_run(const char *command, const char *path, const char *edited, const char *text,
                 char **result);

#endif
