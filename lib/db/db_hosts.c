/* One attempt to connect for each host of a connection string. */
#include "lib/db/db_hosts.h"

#include "lib/base/xmalloc.h"

#include <netdb.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

/* Where libpq looks for a socket when a host of several is empty. */
#define SOCKETS "/var/run/postgresql"

/* A host that a server which takes no changes does not do for. The environment comes after what
 * stands before dbname, so it is asked here. */
static const char *wanted_server(void)
{
	const char *wanted = getenv("PGTARGETSESSIONATTRS");

	return wanted && *wanted ? wanted : "read-write";
}

/* What stands before dbname can be overruled by the connection string, what stands behind it
 * cannot. A network that went away silently is noticed in ten seconds, busy or idle. */
static PGconn *start(const struct db_host *host, const char *conninfo, const char *appname)
{
	const char *const keywords[] = {"application_name",
	                                "keepalives_idle",
	                                "keepalives_interval",
	                                "keepalives_count",
	                                "tcp_user_timeout",
	                                "target_session_attrs",
	                                "dbname",
	                                "client_encoding",
	                                "host",
	                                "hostaddr",
	                                "port",
	                                NULL};
	const char *const values[] = {appname,         "4",      "2",    "3",        "10000",
	                              wanted_server(), conninfo, "UTF8", host->host, host->address,
	                              host->port,      NULL};
	PGconn *conn = PQconnectStartParams(keywords, values, 1);

	if (!conn)
		xmalloc_fail();
	return conn;
}

static char *copy(const char *s)
{
	return s && *s ? xstrdup(s) : NULL;
}

static void add(struct db_hosts *hosts, const char *host, const char *address, const char *port)
{
	hosts->list = xreallocarray(hosts->list, hosts->n + 1, sizeof(*hosts->list));
	hosts->list[hosts->n++] = (struct db_host){copy(host), copy(address), copy(port)};
}

/* The nth element of a list with commas; of a list of one that one. The caller frees it. */
static char *element(const char *list, size_t n)
{
	if (list && !strchr(list, ','))
		return xstrdup(list);
	for (; list && n > 0; n--) {
		list = strchr(list, ',');
		list = list ? list + 1 : NULL;
	}
	return list ? xstrndup(list, strcspn(list, ",")) : NULL;
}

static size_t length(const char *list)
{
	size_t n = 1;

	for (; list && *list != '\0'; list++)
		n += *list == ',';
	return n;
}

/* Adds each address that a name stands for; the name itself where it cannot be looked up: then
 * libpq says why. */
static void add_addresses(struct db_hosts *hosts, const char *name, const char *port)
{
	const struct addrinfo hints = {.ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM};
	struct addrinfo *all = NULL;
	char address[NI_MAXHOST];

	if (getaddrinfo(name, NULL, &hints, &all) != 0 || !all->ai_next) {
		add(hosts, name, NULL, port);
		freeaddrinfo(all);
		return;
	}
	for (const struct addrinfo *one = all; one; one = one->ai_next)
		if (getnameinfo(one->ai_addr, one->ai_addrlen, address, sizeof(address), NULL, 0,
		                NI_NUMERICHOST) == 0)
			add(hosts, name, address, port);
	freeaddrinfo(all);
}

static void add_element(struct db_hosts *hosts, const char *name, const char *address,
                        const char *port)
{
	bool named = name && *name;
	bool lookup = named && *name != '/' && *name != '@' && !(address && *address);

	if (lookup)
		add_addresses(hosts, name, port);
	else
		add(hosts, named || (address && *address) ? name : SOCKETS, address, port);
}

static const char *value_of(const PQconninfoOption *options, const char *keyword)
{
	for (; options->keyword; options++)
		if (strcmp(options->keyword, keyword) == 0)
			return options->val;
	return NULL;
}

/* Reads from conn what the connection string, service and environment say together. One host needs
 * no list: libpq does as it is told. */
static void learn(struct db_hosts *hosts, PGconn *conn)
{
	PQconninfoOption *options = PQconninfo(conn);
	const char *host, *address, *port;
	size_t n;

	if (!options)
		xmalloc_fail();
	host = value_of(options, "host");
	address = value_of(options, "hostaddr");
	port = value_of(options, "port");
	n = length(address && *address ? address : host);
	for (size_t i = 0; (host || address) && i < n; i++) {
		char *one[] = {element(host, i), element(address, i), element(port, i)};

		add_element(hosts, one[0], one[1], one[2]);
		for (size_t part = 0; part < 3; part++)
			free(one[part]);
	}
	PQconninfoFree(options);
}

PGconn *db_hosts_start(struct db_hosts *hosts, const char *conninfo, const char *appname)
{
	static const struct db_host any = {0};
	PGconn *conn;

	if (hosts->n == 0) {
		conn = start(&any, conninfo, appname);
		learn(hosts, conn);
		if (hosts->n < 2)
			return conn;
		PQfinish(conn);
	}
	return start(hosts->n > 1 ? &hosts->list[hosts->at] : &any, conninfo, appname);
}

void db_hosts_release(struct db_hosts *hosts)
{
	for (size_t i = 0; i < hosts->n; i++) {
		free(hosts->list[i].host);
		free(hosts->list[i].address);
		free(hosts->list[i].port);
	}
	free(hosts->list);
	*hosts = (struct db_hosts){0};
}

bool db_hosts_next(struct db_hosts *hosts)
{
	if (hosts->at + 1 < hosts->n) {
		hosts->at++;
		return true;
	}
	db_hosts_release(hosts); /* names are looked up anew */
	return false;
}

static bool is_on(const PGconn *conn, const char *parameter)
{
	const char *value = PQparameterStatus(conn, parameter);

	return value && strcmp(value, "on") == 0;
}

bool db_hosts_is_read_only(const PGconn *conn)
{
	PQconninfoOption *options;
	const char *wanted;
	bool writes;

	if (!is_on(conn, "in_hot_standby") && !is_on(conn, "default_transaction_read_only"))
		return false;
	options = PQconninfo((PGconn *)(uintptr_t)conn);
	wanted = options ? value_of(options, "target_session_attrs") : NULL;
	writes = wanted && strcmp(wanted, "read-write") == 0;
	PQconninfoFree(options);
	return writes;
}
