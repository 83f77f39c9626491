/* Who asks, behind proxies and pretences, and how often he may.
 *
 * uses: syncd/http/client_address.c syncd/http/rates.c
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "syncd/http/client_address.h"
#include "syncd/http/rates.h"

static struct sockaddr_storage socket_of(const char *text)
{
	struct sockaddr_storage out = {0};

	if (strchr(text, ':')) {
		struct sockaddr_in6 v6 = {.sin6_family = AF_INET6};

		assert_int_equal(inet_pton(AF_INET6, text, &v6.sin6_addr), 1);
		memcpy(&out, &v6, sizeof(v6));
	} else {
		struct sockaddr_in v4 = {.sin_family = AF_INET};

		assert_int_equal(inet_pton(AF_INET, text, &v4.sin_addr), 1);
		memcpy(&out, &v4, sizeof(v4));
	}
	return out;
}

static void test_client(void **state)
{
	static const struct {
		const char *peer, *forwarded, *client; /* client NULL: nobody from outside */
	} cases[] = {
	        {"127.0.0.1", NULL, NULL},
	        {"::1", "", NULL},
	        {"127.0.0.1", "203.0.113.7", "::ffff:203.0.113.7"},
	        {"127.0.0.1", "198.51.100.1, 203.0.113.7", "::ffff:203.0.113.7"},
	        {"127.0.0.1", "203.0.113.7, 10.1.2.3,127.0.0.9 ", "::ffff:203.0.113.7"},
	        {"::ffff:127.0.0.1", "203.0.113.7:80", "::ffff:203.0.113.7"},
	        {"127.0.0.1", "[2001:db8:1:2:3:4:5:6]:80", "2001:db8:1:2::"},
	        {"127.0.0.1", "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"},
	        {"127.0.0.1", "::ffff:203.0.113.7", "::ffff:203.0.113.7"},
	        {"127.0.0.1", "10.2.3.4, what, 10.1.2.3", "::ffff:10.1.2.3"},
	        {"127.0.0.1", "garbage", "::ffff:127.0.0.1"},
	        {"127.0.0.1", "203.0.113.7, unknown", "::ffff:127.0.0.1"},
	        {"127.0.0.1", " , ", NULL},
	        {"203.0.113.7", "198.51.100.1", "::ffff:203.0.113.7"},
	        {"10.2.0.1", "198.51.100.1", "::ffff:10.2.0.1"},
	};
	char one[] = "127.0.0.0/8", two[] = "10.1.0.0/16", three[] = "::1";
	char *const words[] = {one, two, three, NULL};
	char *why = NULL;
	struct address_list *list = address_list_new(words, &why);

	assert_non_null(list);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct sockaddr_storage peer = socket_of(cases[i].peer);
		unsigned char client[ADDRESS_SIZE], expected[ADDRESS_SIZE];
		bool outside = address_client(list, (const struct sockaddr *)&peer,
		                              cases[i].forwarded, client);

		assert_int_equal(outside, cases[i].client != NULL);
		if (!outside)
			continue;
		assert_int_equal(inet_pton(AF_INET6, cases[i].client, expected), 1);
		assert_memory_equal(client, expected, ADDRESS_SIZE);
	}
	address_list_free(list);
}

static void test_networks(void **state)
{
	static const char *const wrong[] = {"",         "here",    "1.2.3",      "1.2.3.4/33",
	                                    "1.2.3.4/", "::1/129", "1.2.3.4/-1", "1.2.3.4/8x"};

	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		char word[32], *why = NULL;
		char *const words[] = {word, NULL};

		snprintf(word, sizeof(word), "%s", wrong[i]);
		assert_null(address_list_new(words, &why));
		assert_non_null(strstr(why, "syncd.trusted_proxies"));
		free(why);
	}
}

/* 36 a minute: seven at once (the first needs no time), then one in 1.667 s. */
static void test_rate(void **state)
{
	static const unsigned char a[RATES_NAME] = "a", b[RATES_NAME] = "b";
	struct rates *rates = rates_new(36);
	int taken = 0;

	while (rates_take(rates, a, 1000) == 0)
		taken++;
	assert_int_equal(taken, 7);
	assert_int_equal(rates_take(rates, a, 1000), 2);
	assert_int_equal(rates_take(rates, b, 1000), 0);
	assert_int_equal(rates_take(rates, a, 2670), 0);
	assert_int_not_equal(rates_take(rates, a, 2670), 0);
	rates_give_back(rates, a);
	assert_int_equal(rates_take(rates, a, 2670), 0);
	for (taken = 0; rates_take(rates, a, 1000000) == 0; taken++)
		;
	assert_int_equal(taken, 7);
	rates_free(rates);
	rates = rates_new(0);
	for (int i = 0; i < 100000; i++)
		assert_int_equal(rates_take(rates, a, 1000), 0);
	rates_free(rates);
}

/* However many come, the table forgets those who were quiet for longest. */
static void test_crowd(void **state)
{
	static const unsigned char busy[RATES_NAME] = "busy";
	struct rates *rates = rates_new(6);
	unsigned char name[RATES_NAME] = {1};

	while (rates_take(rates, busy, 0) == 0)
		;
	for (uint32_t i = 0; i < 200000; i++) {
		memcpy(name + 4, &i, sizeof(i));
		rates_take(rates, name, 0);
	}
	assert_int_not_equal(rates_take(rates, busy, 0), 0);
	rates_free(rates);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_client),
	        cmocka_unit_test(test_networks),
	        cmocka_unit_test(test_rate),
	        cmocka_unit_test(test_crowd),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
