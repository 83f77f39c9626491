/* Files of the static trees, written by a thread of its own so that the loop never waits for a
 * disk.
 *
 * What is put together in one batch is first written beside what is there and made durable, then
 * takes its place file by file, each at once. Every file has a compressed twin NAME.gz. What is the
 * same as before stays untouched. The owner fills a batch, submits it, waits until writer_fd() is
 * readable, asks writer_end(), and may fill the next one only then. Paths are relative to the root.
 */
#ifndef VARTA_SYNCD_SITE_FILE_WRITER_H
#define VARTA_SYNCD_SITE_FILE_WRITER_H

#include "lib/buf.h"

#include <stdbool.h>

struct writer;

/* Starts the thread. root must be a folder that can be written to; NULL with the complaint in *why
 * where it is not, which the caller frees. */
struct writer *writer_new(const char *root, char **why);
/* Waits for the batch that was submitted. */
void writer_free(struct writer *writer);

/* Path is copied; data is taken, and empty afterwards. */
void writer_put(struct writer *writer, const char *path, struct buf *data);
/* A file that need not be there. */
void writer_drop(struct writer *writer, const char *path);
/* Whatever is in the folder and whose name up to the first dot is not one of n numbers goes.
 * numbers is taken. Comes before what is put there. */
void writer_prune(struct writer *writer, const char *folder, long long *numbers, size_t n);
/* A file out of others: head, what stands between the first and the last line of each part, with a
 * comma between them, tail. A part need not be there. parts (NULL-terminated) and their strings are
 * taken. */
void writer_join(struct writer *writer, const char *path, char **parts);

/* Empties the batch that was not submitted. */
void writer_forget(struct writer *writer);
void writer_submit(struct writer *writer);

int writer_fd(const struct writer *writer);
bool writer_busy(const struct writer *writer);
/* Whether the submitted batch has ended; then *why is NULL, or the complaint (for the log; the
 * caller frees it): nothing took its place then, unless the disk failed in between. */
bool writer_end(struct writer *writer, char **why);

/* The folder of all trees, for reading. */
int writer_root(const struct writer *writer);

#endif
