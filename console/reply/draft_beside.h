/* Files beside a draft: what an editor saved, and what is kept for the operator to look at. */
#ifndef VARTA_CONSOLE_REPLY_DRAFT_BESIDE_H
#define VARTA_CONSOLE_REPLY_DRAFT_BESIDE_H

/* The text that an editor saved, without the line breaks that editors put at the end; on the heap.
 * NULL with errno set where it cannot be read. */
char *draft_read_edited(const char *path);

/* Gives the file at path another name beside it, by which nobody opens it again. Returns that path
 * as people write it, with ~ for their own folder, on the heap; the old one, where it could not be
 * renamed. */
char *draft_set_aside(const char *path);

#endif
