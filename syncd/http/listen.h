/* The listening socket. */
#ifndef VARTA_SYNCD_HTTP_LISTEN_H
#define VARTA_SYNCD_HTTP_LISTEN_H

/* Listens on 'address:port' (127.0.0.1:8311, [::1]:8311; numbers only; port 0: any free one).
 * Returns the socket, which does not block, and its real port; or -1 and a complaint in *why,
 * which the caller frees. */
int listen_open(const char *where, int *port, char **why);

/* Whether 'address:port' can be understood; no socket is made. Complaints as above. */
int listen_check(const char *where, char **why);

/* Writes the port to file, which appears complete or not at all. Returns 0 or -1 with errno. */
int listen_write_port(const char *file, int port);

#endif
