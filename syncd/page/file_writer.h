/* Files of the static trees, written by a thread of its own so that the loop never waits for a
 * disk.
 *
 * What is put together in one batch is first written beside what is there and made durable, then
 * takes its place file by file, each at once. Every file has a compressed twin NAME.gz. What is the
 * same as before stays untouched. The owner fills a batch, submits it, waits until writer_fd() is
 * readable, asks writer_end(), and may fill the next one only then. Paths are relative to the root.
 */
#ifndef VARTA_SYNCD_PAGE_FILE_WRITER_H
#define VARTA_SYNCD_PAGE_FILE_WRITER_H

#include "lib/base/buf.h"

#include <stdbool.h>

struct file_writer;

/* Starts the thread. root must be a folder that can be written to; NULL with the complaint in *why
 * where it is not, which the caller frees. */
struct file_writer *file_writer_new(const char *root, char **why);
/* Waits for the batch that was submitted. */
void file_writer_free(struct file_writer *writer);

/* Path is copied; data is taken, and empty afterwards. */
void file_writer_put(struct file_writer *writer, const char *path, struct buf *data);
/* A file that need not be there. */
void file_writer_drop(struct file_writer *writer, const char *path);
/* Whatever is in the folder and whose name up to the first dot is not one of n numbers goes.
 * numbers is taken. Comes before what is put there. */
void file_writer_prune(struct file_writer *writer, const char *folder, long long *numbers,
                       size_t n);
/* A file out of others: head, what stands between the first and the last line of each part, with a
 * comma between them, tail. A part need not be there. parts (NULL-terminated) and their strings are
 * taken. */
void file_writer_join(struct file_writer *writer, const char *path, char **parts);

/* Empties the batch that was not submitted. */
void file_writer_forget(struct file_writer *writer);
void file_writer_submit(struct file_writer *writer);

int file_writer_fd(const struct file_writer *writer);
bool file_writer_busy(const struct file_writer *writer);
/* Whether the submitted batch has ended; then *why is NULL, or the complaint (for the log; the
 * caller frees it): nothing took its place then, unless the disk failed in between. */
bool file_writer_end(struct file_writer *writer, char **why);

/* The folder of all trees, for reading. */
int file_writer_root(const struct file_writer *writer);

#endif
