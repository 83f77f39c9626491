/* The folder in which a log is published, C2SP tlog-tiles: 'tile/…' (tile_tree.h), 'checkpoint',
 * the newest one with the cosignatures that it has got, and 'checkpoints', all that were ever
 * signed, one behind the other, the newest last. */
#ifndef VARTA_MERKLE_LOG_FOLDER_H
#define VARTA_MERKLE_LOG_FOLDER_H

#include "lib/merkle/checkpoint.h"

/* Reads the newest checkpoint; data stays empty where there is none yet. Returns NULL, or the
 * complaint, which the caller frees: it cannot be read, or key did not sign it. */
char *log_folder_newest(const char *folder, const struct note_key *key, struct buf *data,
                        struct checkpoint *checkpoint);

/* Keeps a note that is a checkpoint of that size: appends it to 'checkpoints', and it becomes
 * 'checkpoint' unless a larger one is there. On the disk when it returns NULL. To be called for a
 * new checkpoint, after its tiles, and again for the same one with more signatures. */
char *log_folder_keep(const char *folder, const char *note, const struct note_key *key);

#endif
