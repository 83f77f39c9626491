/* Files that hold keys and passwords. */
#ifndef VARTA_BASE_SECRET_FILE_H
#define VARTA_BASE_SECRET_FILE_H

#include "lib/base/buf.h"

/* Adds what the file holds. Refused where others than its owner may use it; what the service
 * manager hands over (LoadCredential=) may have the group's bit. Returns NULL, or the complaint,
 * which the caller frees. The caller calls secret_file_wipe() in any case. */
char *secret_file_read(const char *path, struct buf *text);
/* Overwrites what was read and releases it. */
void secret_file_wipe(struct buf *text);

#endif
