/* The keys that peers gave us: a file of its own, so that they stand neither in the database nor in
 * its dumps nor in the configuration that others may read. */
#ifndef VARTA_SYNCD_CORE_CREDENTIALS_H
#define VARTA_SYNCD_CORE_CREDENTIALS_H

#include <stdbool.h>

struct credentials;

/* Reads file: YAML, the code of a source with its key and the url of the server that this is for,
 * or the key alone; NULL: there are none. Nobody but its owner may read or write it (what a service
 * manager hands over is as that makes it). Returns NULL and the keys in *keys, or the complaint,
 * which the caller frees and in which no key stands. */
char *credentials_read(const char *file, struct credentials **keys);
/* The keys are wiped out. keys may be NULL. */
void credentials_free(struct credentials *keys);

/* NULL where there is none for that source. */
const char *credentials_find(const struct credentials *keys, const char *source);
/* Why the key of a source may not be sent to url: there is none, or it is for another server;
 * whoever changes a source in the database must not get the key. NULL: it may. The caller frees it.
 */
char *credentials_refusal(const struct credentials *keys, const char *source, const char *url);

/* Whether the key of a source, or a part of it, stands in what its peer says, as it is or escaped
 * as in a URL: a peer may send back what it was sent, cut anywhere. */
bool credentials_quoted(const struct credentials *keys, const char *source, const char *text);

/* Other keys for those who hold keys: what is in fresh, which is gone then. */
void credentials_replace(struct credentials *keys, struct credentials *fresh);

/* Calls each for every source whose key, or the server that it is for, is not the one in before. */
void credentials_changed(const struct credentials *keys, const struct credentials *before,
                         void (*each)(void *arg, const char *source), void *arg);

#endif
