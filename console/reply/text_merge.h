/* Two texts in one, for a person to make one of: what both begin and end with stands once, what
 * differs between marks. */
#ifndef VARTA_CONSOLE_REPLY_TEXT_MERGE_H
#define VARTA_CONSOLE_REPLY_TEXT_MERGE_H

#include <stdbool.h>

/* The names stand in the marks. The caller frees the result. */
char *merge_texts(const char *mine, const char *my_name, const char *theirs,
                  const char *their_name);
/* Whether a line of text is such a mark. */
bool merge_has_marks(const char *text);

#endif
