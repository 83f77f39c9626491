/* The hosts of a connection string, one attempt for each: a host that is silent costs its own
 * deadline and no other's, as libpq's own list of hosts does not have it for asynchronous attempts.
 * A name that stands for several addresses is several hosts. */
#ifndef VARTA_DB_HOSTS_H
#define VARTA_DB_HOSTS_H

#include <libpq-fe.h>
#include <stdbool.h>
#include <stddef.h>

/* What libpq is told of one of them; NULL: nothing. */
struct db_host {
	char *host, *address, *port;
};

/* A zeroed one is ready for use. */
struct db_hosts {
	struct db_host *list; /* empty before the first attempt */
	size_t n, at;
};

/* ms for the first sign of a host: libpq's TCP connection. */
enum { DB_HOST_SIGN = 2000 };

/* Begins an attempt at the present host: one that may be written to, unless the connection string
 * or the environment ask for another. Looking up a name happens in here and blocks: libpq has no
 * other way; an address, or a name in /etc/hosts, spares it. The caller ends it with PQfinish(). */
PGconn *db_hosts_start(struct db_hosts *hosts, const char *conninfo, const char *appname);
/* The attempt failed: goes on to the next host. Returns false where that was the last; then the
 * next attempt begins with the first again. */
bool db_hosts_next(struct db_hosts *hosts);
/* The next attempt begins with the first. */
void db_hosts_release(struct db_hosts *hosts);

/* Whether the server says that it takes no changes, and who connected wanted to write. */
bool db_hosts_is_read_only(const PGconn *conn);

#endif
