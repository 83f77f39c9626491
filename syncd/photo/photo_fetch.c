/* Gets a photo from a server of the internet. */
#include "syncd/photo/photo_fetch.h"

#include "lib/base/buf.h"
#include "lib/base/log.h"
#include "lib/base/xmalloc.h"
#include "syncd/core/http_client.h"

#include <netinet/in.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct photo_fetch {
	struct buf body;
	size_t max;
	bool too_long, foreign; /* foreign: an address that must not be asked */
	photo_fetch_done *done;
	void *arg;
};

/* Networks of IPv4 that are not the internet: address and length of the prefix. */
static const struct {
	uint32_t network;
	int bits;
} closed[] = {
        {0x00000000, 8},  {0x0A000000, 8},  {0x64400000, 10}, {0x7F000000, 8},  {0xA9FE0000, 16},
        {0xAC100000, 12}, {0xC0000000, 24}, {0xC0000200, 24}, {0xC0A80000, 16}, {0xC6120000, 15},
        {0xC6336400, 24}, {0xCB007100, 24}, {0xE0000000, 3},
};

static bool is_public_v4(uint32_t address)
{
	for (size_t i = 0; i < sizeof(closed) / sizeof(closed[0]); i++)
		if ((address ^ closed[i].network) >> (32 - closed[i].bits) == 0)
			return false;
	return true;
}

/* Of IPv6 only 2000::/3 is the internet; in it and beside it IPv4 addresses are written (mapped,
 * NAT64, 6to4, Teredo), which lead elsewhere. */
static bool is_public_v6(const unsigned char a[16])
{
	static const unsigned char teredo[] = {0x20, 0x01, 0, 0}, six_to_four[] = {0x20, 0x02},
	                           examples[] = {0x20, 0x01, 0x0D, 0xB8};

	return (a[0] & 0xE0) == 0x20 && memcmp(a, teredo, 4) != 0 &&
	       memcmp(a, six_to_four, 2) != 0 && memcmp(a, examples, 4) != 0;
}

bool photo_fetch_is_public(const struct sockaddr *address)
{
	if (address->sa_family == AF_INET)
		return is_public_v4(ntohl(((const struct sockaddr_in *)address)->sin_addr.s_addr));
	if (address->sa_family == AF_INET6)
		return is_public_v6(((const struct sockaddr_in6 *)address)->sin6_addr.s6_addr);
	return false;
}

/* What a name resolves to is known only here, when the connection is made. */
static curl_socket_t open_socket(void *arg, curlsocktype purpose, struct curl_sockaddr *address)
{
	struct photo_fetch *fetch = arg;

	if (fetch && !photo_fetch_is_public(&address->addr)) {
		fetch->foreign = true;
		return CURL_SOCKET_BAD;
	}
	return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

static size_t take(char *data, size_t size, size_t n, void *arg)
{
	struct photo_fetch *fetch = arg;

	if (fetch->body.len + n > fetch->max) {
		fetch->too_long = true;
		return 0;
	}
	buf_add(&fetch->body, data, n);
	return n;
}

/* A server that is busy or broken may be well tomorrow. */
static bool is_final(long status)
{
	return status >= 400 && status < 500 && status != 408 && status != 425 && status != 429;
}

static void on_end(void *arg, const struct http_response *answer)
{
	struct photo_fetch *fetch = arg;
	struct photo_fetch_result result = {.data = fetch->body.data, .len = fetch->body.len};
	char *why = NULL;

	if (fetch->too_long)
		why = xasprintf("it is longer than %zu bytes", fetch->max);
	else if (fetch->foreign)
		why = xstrdup("its server is not one of the internet");
	else if (answer->failure)
		why = xstrdup(answer->cause);
	else if (answer->status != 200)
		why = xasprintf("HTTP %ld", answer->status);
	else if (!fetch->body.len)
		why = xstrdup("it is empty");
	result.failure = why;
	result.final =
	        fetch->too_long || fetch->foreign || (!answer->failure && is_final(answer->status));
	if (!answer->abandoned)
		fetch->done(fetch->arg, &result);
	free(why);
	buf_release(&fetch->body);
	free(fetch);
}

void photo_fetch_begin(struct http_client *client, const char *url, size_t max, bool private,
                       int timeout_ms, photo_fetch_done *done, void *arg)
{
	struct photo_fetch *fetch = xcalloc(1, sizeof(*fetch));
	CURL *easy = curl_easy_init();

	if (!easy)
		fatalx("curl_easy_init failed");
	fetch->max = max;
	fetch->done = done;
	fetch->arg = arg;
	curl_easy_setopt(easy, CURLOPT_URL, url);
	curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(easy, CURLOPT_PROXY, "");
	curl_easy_setopt(easy, CURLOPT_FRESH_CONNECT, 1L);
	curl_easy_setopt(easy, CURLOPT_FORBID_REUSE, 1L);
	curl_easy_setopt(easy, CURLOPT_USERAGENT, "varta-syncd/" VARTA_VERSION);
	curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, open_socket);
	curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, private ? NULL : fetch);
	curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take);
	curl_easy_setopt(easy, CURLOPT_WRITEDATA, fetch);
	http_client_run(client, easy, timeout_ms, on_end, fetch);
}
