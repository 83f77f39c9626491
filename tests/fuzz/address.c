/* X-Forwarded-For, which anybody can write: somebody is found in it, or nobody.
 *
 * uses: syncd/http/client_address.c
 */
#include "syncd/http/client_address.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct sockaddr_in peer = {.sin_family = AF_INET,
	                                 .sin_addr.s_addr = htonl(0x7f000001)};
	unsigned char client[ADDRESS_SIZE];
	char *s = malloc(size + 1), *why = NULL;
	char *const words[] = {s, NULL};
	struct address_list *list = address_list_new(NULL, &why);

	MUST(s && list);
	memcpy(s, data, size);
	s[size] = '\0';
	address_client(list, (const struct sockaddr *)&peer, s, client);
	address_list_free(list);
	list = address_list_new(words, &why);
	MUST(list || why);
	free(why);
	address_list_free(list);
	free(s);
	return 0;
}
