/* Opens the listening socket that address:port names. */
#include "syncd/http/listen.h"

#include "lib/base/xmalloc.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* getaddrinfo() takes 99999 for a port, too. */
static bool is_port(const char *s)
{
	size_t digits = strspn(s, "0123456789");

	return digits && digits <= 5 && !s[digits] && strtol(s, NULL, 10) <= 65535;
}

/* Splits at the last colon; brackets around an IPv6 address are taken away. */
static char *split(const char *where, const char **port)
{
	const char *colon = strrchr(where, ':');
	size_t len;

	if (!colon || colon == where || !is_port(colon + 1))
		return NULL;
	*port = colon + 1;
	len = (size_t)(colon - where);
	if (where[0] == '[' && where[len - 1] == ']')
		return xstrndup(where + 1, len - 2);
	return xstrndup(where, len);
}

static struct addrinfo *resolve(const char *where, char **why)
{
	struct addrinfo hints = {.ai_socktype = SOCK_STREAM,
	                         .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE};
	struct addrinfo *found = NULL;
	const char *port;
	char *host = split(where, &port);
	int error = host ? getaddrinfo(host, port, &hints, &found) : EAI_NONAME;

	free(host);
	if (error) {
		*why = xasprintf("syncd.listen: '%s' is no address:port such as 127.0.0.1:8311",
		                 where);
		return NULL;
	}
	return found;
}

int listen_check(const char *where, char **why)
{
	struct addrinfo *address = resolve(where, why);

	if (!address)
		return -1;
	freeaddrinfo(address);
	return 0;
}

static int open_socket(const struct addrinfo *address)
{
	int fd = socket(address->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	int on = 1;

	if (fd < 0)
		return -1;
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (bind(fd, address->ai_addr, address->ai_addrlen) == 0 && listen(fd, SOMAXCONN) == 0)
		return fd;
	close(fd);
	return -1;
}

static int port_of(int fd)
{
	union {
		struct sockaddr any;
		struct sockaddr_in v4;
		struct sockaddr_in6 v6;
	} name = {.v6 = {0}};
	socklen_t len = sizeof(name);

	if (getsockname(fd, &name.any, &len) < 0)
		return 0;
	return ntohs(name.any.sa_family == AF_INET6 ? name.v6.sin6_port : name.v4.sin_port);
}

int listen_open(const char *where, int *port, char **why)
{
	struct addrinfo *address = resolve(where, why);
	int fd;

	if (!address)
		return -1;
	fd = open_socket(address);
	if (fd < 0)
		*why = xasprintf("cannot listen on '%s': %s", where, strerror(errno));
	else
		*port = port_of(fd);
	freeaddrinfo(address);
	return fd;
}

int listen_write_port(const char *file, int port)
{
	char *partial = xasprintf("%s.new", file);
	FILE *f = fopen(partial, "we");
	int result = -1, saved;

	if (f) {
		fprintf(f, "%d\n", port);
		if (fclose(f) == 0)
			result = rename(partial, file);
	}
	saved = errno;
	free(partial);
	errno = saved;
	return result;
}
