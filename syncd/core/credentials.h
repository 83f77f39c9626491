/* The keys that peers gave us: a file of its own, so that they stand neither in the database nor in
 * its dumps nor in the configuration that others may read. */
#ifndef VARTA_SYNCD_CORE_CREDENTIALS_H
#define VARTA_SYNCD_CORE_CREDENTIALS_H

struct credentials;

/* Reads file: YAML, the code of a source and its key a line; NULL: there are none. Nobody
 * but its owner may write it and nobody but its group read it (service managers hand secrets over
 * like that). Returns NULL and the keys in *keys, or the complaint, which the caller
 * frees and in which no key stands. */
char *credentials_read(const char *file, struct credentials **keys);
/* The keys are wiped out. keys may be NULL. */
void credentials_free(struct credentials *keys);

/* NULL where there is none for that source. */
const char *credentials_find(const struct credentials *keys, const char *source);

/* Other keys for those who hold keys: what is in fresh, which is gone then. */
void credentials_replace(struct credentials *keys, struct credentials *fresh);

/* Calls each for every source whose key is not the one that it has in before. */
void credentials_changed(const struct credentials *keys, const struct credentials *before,
                         void (*each)(void *arg, const char *source), void *arg);

#endif
