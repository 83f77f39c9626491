/* The text of an answer or a note, for a command. */
#ifndef VARTA_CONSOLE_REPLY_TEXT_INPUT_H
#define VARTA_CONSOLE_REPLY_TEXT_INPUT_H

#include "lib/base/buf.h"

#include <stdbool.h>

/* Reads all of the file at path, or of standard input where it is NULL, without the line breaks at
 * its end. Returns false after a complaint; the caller releases the text in any case. */
bool text_input(const char *path, struct buf *text);

#endif
