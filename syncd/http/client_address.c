/* Tells who asks, behind proxies that are trusted. */
#include "syncd/http/client_address.h"

#include "lib/base/xmalloc.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

struct network {
	unsigned char net[ADDRESS_SIZE];
	unsigned bits;
};

struct address_list {
	size_t n;
	struct network networks[];
};

static const unsigned char v4_prefix[12] = {[10] = 0xff, [11] = 0xff};

/* IPv4 becomes ::ffff:a.b.c.d. A port behind IPv4, or behind brackets, is taken away. */
static bool read_address(const char *s, size_t len, unsigned char out[ADDRESS_SIZE])
{
	char text[INET6_ADDRSTRLEN];
	const char *end;

	if (len && s[0] == '[') {
		end = memchr(s, ']', len);
		len = end ? (size_t)(end - s) - 1 : 0;
		s++;
	} else if (memchr(s, '.', len) && (end = memchr(s, ':', len))) {
		/* neither ::ffff:1.2.3.4 nor 1.2.3.4 ends at this colon */
		if (memchr(s, '.', (size_t)(end - s)))
			len = (size_t)(end - s);
	}
	if (!len || len >= sizeof(text))
		return false;
	memcpy(text, s, len);
	text[len] = '\0';
	memcpy(out, v4_prefix, sizeof(v4_prefix));
	return inet_pton(AF_INET, text, out + 12) == 1 || inet_pton(AF_INET6, text, out) == 1;
}

static bool read_network(const char *word, struct network *network)
{
	const char *slash = strchr(word, '/');
	size_t len = slash ? (size_t)(slash - word) : strlen(word);
	unsigned most = memchr(word, ':', len) ? 128 : 32;
	char *end;
	unsigned long bits = slash ? strtoul(slash + 1, &end, 10) : most;

	if (!read_address(word, len, network->net) || bits > most ||
	    (slash && (!slash[1] || *end || slash[1] == '-')))
		return false;
	network->bits = (unsigned)bits + (128 - most);
	return true;
}

struct address_list *address_list_new(char *const words[], char **why)
{
	static char v4[] = "127.0.0.0/8", v6[] = "::1";
	static char *const loopback[] = {v4, v6, NULL};
	struct address_list *list;
	size_t n = 0;

	if (!words)
		words = loopback;
	while (words[n])
		n++;
	list = xcalloc(1, sizeof(*list) + n * sizeof(list->networks[0]));
	for (; list->n < n; list->n++) {
		if (read_network(words[list->n], &list->networks[list->n]))
			continue;
		*why = xasprintf("syncd.trusted_proxies: '%s' is no address, and no network such "
		                 "as 10.0.0.0/8",
		                 words[list->n]);
		free(list);
		return NULL;
	}
	return list;
}

void address_list_free(struct address_list *list)
{
	free(list);
}

static bool within(const struct network *network, const unsigned char *address)
{
	size_t whole = network->bits / 8;
	unsigned rest = network->bits % 8;

	if (memcmp(network->net, address, whole) != 0)
		return false;
	return !rest || (network->net[whole] ^ address[whole]) >> (8 - rest) == 0;
}

static bool is_trusted(const struct address_list *list, const unsigned char *address)
{
	for (size_t i = 0; i < list->n; i++)
		if (within(&list->networks[i], address))
			return true;
	return false;
}

static void of_socket(const struct sockaddr *peer, unsigned char out[ADDRESS_SIZE])
{
	if (peer->sa_family == AF_INET6) {
		memcpy(out, &((const struct sockaddr_in6 *)(const void *)peer)->sin6_addr, 16);
	} else {
		memcpy(out, v4_prefix, sizeof(v4_prefix));
		memcpy(out + 12, &((const struct sockaddr_in *)(const void *)peer)->sin_addr, 4);
	}
}

enum last { LAST_NONE, LAST_ADDRESS, LAST_GARBAGE };

/* Takes the last of a list separated by commas away from its end. */
static enum last last_of(const char *list, size_t *len, unsigned char out[ADDRESS_SIZE])
{
	size_t end = *len, begin;
	unsigned char address[ADDRESS_SIZE];

	while (end && strchr(", \t", list[end - 1]))
		end--;
	for (begin = end; begin && list[begin - 1] != ','; begin--)
		;
	*len = begin;
	begin += strspn(list + begin, " \t");
	if (begin >= end)
		return LAST_NONE;
	if (!read_address(list + begin, end - begin, address))
		return LAST_GARBAGE;
	memcpy(out, address, ADDRESS_SIZE);
	return LAST_ADDRESS;
}

bool address_client(const struct address_list *trusted, const struct sockaddr *peer,
                    const char *forwarded, unsigned char client[ADDRESS_SIZE])
{
	size_t len;
	bool outside;
	enum last last = LAST_ADDRESS;

	if (!forwarded)
		forwarded = "";
	len = strlen(forwarded);
	of_socket(peer, client);
	outside = !is_trusted(trusted, client);
	while (!outside && (last = last_of(forwarded, &len, client)) == LAST_ADDRESS)
		outside = !is_trusted(trusted, client);
	/* somebody from outside is behind that proxy, whom it does not tell apart */
	outside = outside || last == LAST_GARBAGE;
	if (memcmp(client, v4_prefix, sizeof(v4_prefix)) != 0)
		memset(client + 8, 0, 8);
	return outside;
}
