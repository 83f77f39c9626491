/* What a mail server sends back (RFC 3464), read without believing it: only the token in the
 * address that the mail came from says which mail it was. No database in here. */
#ifndef VARTA_SYNCD_MAIL_BOUNCE_H
#define VARTA_SYNCD_MAIL_BOUNCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct bounce {
	int64_t mail;  /* its number */
	bool final;    /* false: it is late, or nothing but an automatic answer */
	char why[201]; /* the server's words, harmless; may be empty */
};

/* Reads a message of len bytes. local is what stands before the '+' of our address. False where no
 * token in it is ours. */
bool bounce_read(const char *message, size_t len, const char *local, const char *key,
                 struct bounce *bounce);

#endif
