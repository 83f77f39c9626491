/* Photos got from where a resident says that they are. Anybody can write any address, so only
 * servers of the internet are asked, never one of the network that the daemon is in. */
#ifndef VARTA_SYNCD_PHOTO_PHOTO_FETCH_H
#define VARTA_SYNCD_PHOTO_PHOTO_FETCH_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/socket.h>

struct http_client;

struct photo_fetch_result {
	const char *failure; /* NULL, or why there is nothing: one line that quotes nothing */
	bool final;          /* and never will be */
	const char *data;
	size_t len;
};

typedef void photo_fetch_done(void *arg, const struct photo_fetch_result *answer);

/* Gets url (http or https), max bytes at most; private: servers of private networks may be asked,
 * too. done is called once, from within http_client_step(). */
void photo_fetch_begin(struct http_client *client, const char *url, size_t max, bool private,
                       int timeout_ms, photo_fetch_done *done, void *arg);

/* Whether an address is one of the internet: not of this machine, of a private network, or of
 * many at once (RFC 6890). */
bool photo_fetch_is_public(const struct sockaddr *address);

#endif
