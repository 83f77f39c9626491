/* Files that outlive a crash: when a call returns 0, what it wrote is on the disk. Each returns -1
 * with errno set where it failed; the file is then as it was. */
#ifndef VARTA_BASE_FILE_KEEP_H
#define VARTA_BASE_FILE_KEEP_H

#include <stddef.h>
#include <sys/types.h>

/* Makes the folders above path that are not there. */
int file_keep_folders(const char *path, mode_t mode);
/* The file at path holds these bytes: written beside it, then renamed. mode whatever the umask is.
 */
int file_keep_replace(const char *path, const void *data, size_t len, mode_t mode);
/* Adds to the end of the file, which is made where it is not there. What a crash cut off goes by
 * another write. */
int file_keep_append(const char *path, const void *data, size_t len, mode_t mode);
/* A new file; EEXIST where there is one. */
int file_keep_create(const char *path, const void *data, size_t len, mode_t mode);

#endif
