/* Addresses of clients, also of those behind a proxy. */
#ifndef VARTA_SYNCD_HTTP_CLIENT_ADDRESS_H
#define VARTA_SYNCD_HTTP_CLIENT_ADDRESS_H

#include <stdbool.h>
#include <stddef.h>

struct sockaddr;

enum { ADDRESS_SIZE = 16 };

/* Networks that are believed what they say of others: addresses, or address/bits. */
struct address_list;

/* words: NULL-terminated, NULL: the loopback addresses. Returns NULL with *why, which the caller
 * frees, where one of them is no network. */
struct address_list *address_list_new(char *const words[], char **why);
void address_list_free(struct address_list *list);

/* Who asks: of forwarded (the header X-Forwarded-For, NULL: none), from its end, the first who is
 * not trusted, where the connection comes from one who is. IPv4 as IPv6, and of IPv6 the first 64
 * bits, which is what one household or one server gets. Returns whether that is somebody from
 * outside: false where all who are named are trusted. */
bool address_client(const struct address_list *trusted, const struct sockaddr *peer,
                    const char *forwarded, unsigned char client[ADDRESS_SIZE]);

#endif
