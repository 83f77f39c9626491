/* Texts that the disk refused and whose screens are closed: they are kept in memory, until the disk
 * takes them or the console ends, which asks before. */
#ifndef VARTA_CONSOLE_REPLY_UNKEPT_H
#define VARTA_CONSOLE_REPLY_UNKEPT_H

#include "console/reply/draft.h"

#include <stdbool.h>
#include <stddef.h>

/* Takes both over. */
void unkept_put(struct draft *d, struct draft_text *text);
/* Gives the one of that name back, see draft_stem(). Returns whether there is one. */
bool unkept_take(const char *stem, struct draft *d, struct draft_text *text);
/* Calls each with the number of every request that one is for. */
void unkept_each(void (*each)(void *arg, int64_t id), void *arg);
/* Drops those for that request that were written up to a moment (seconds since 1970), and what lies
 * beside them. Returns how many there were. */
int unkept_forget(int64_t id, int64_t until);
/* Tries to write them once more. Returns how many the disk still refuses; *why says why, and is the
 * caller's. */
size_t unkept_write(char **why);

#endif
