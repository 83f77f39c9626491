/* Photos: the type is judged by what is in them, how a picture is turned is all that is read of its
 * metadata, hundreds of broken ones break nothing; and the addresses that photos are never fetched
 * from.
 *
 * uses: syncd/photo/photo.c syncd/photo/photo_header.c syncd/photo/photo_jpeg.c
 * syncd/photo/photo_png.c syncd/photo/photo_webp.c syncd/photo/photo_fetch.c
 * syncd/core/http_client.c
 */
#include "syncd/photo/photo.h"
#include "syncd/photo/photo_fetch.h"
#include "syncd/photo/photo_header.h"

#include "tests/unit/syncd/pictures.h"

#include <arpa/inet.h>
#include <stdbool.h>

enum { ROUNDS = 600 };

static void whole_ones(void **state)
{
	for (size_t i = 0; i < 3; i++) {
		struct buf in = {0}, out = {0};

		makers[i].make(&in);
		assert_int_equal(photo_type(in.data, in.len), makers[i].type);
		assert_null(photo_clean(in.data, in.len, &out));
		assert_int_equal(photo_type(out.data, out.len), makers[i].type);
		assert_null(memmem(out.data, out.len, "secret", 6));
		assert_int_equal(photo_of_suffix(photo_suffix(makers[i].type)), makers[i].type);
		buf_release(&in);
		buf_release(&out);
	}
	assert_int_equal(photo_type("<html>", 6), PHOTO_NONE);
	assert_int_equal(photo_of_suffix("svg"), PHOTO_NONE);
}

/* A few hundred kilobytes of scans, each over all of a large picture, cost seconds. */
static void many_scans(void **state)
{
	enum { SCANS = 100 };
	jpeg_scan_info scans[SCANS] = {{.comps_in_scan = 3, .component_index = {0, 1, 2}}};
	struct buf in = {0}, out = {0};
	struct jpeg_compress_struct c;
	char *why;

	for (int i = 1; i < SCANS; i++)
		scans[i] = (jpeg_scan_info){.comps_in_scan = 1,
		                            .component_index = {i % 3},
		                            .Ss = (i + 2) / 3,
		                            .Se = (i + 2) / 3};
	begin_jpeg(&c);
	c.scan_info = scans;
	c.num_scans = SCANS;
	end_jpeg(&c, &in);
	why = photo_clean(in.data, in.len, &out);
	assert_non_null(why);
	assert_non_null(strstr(why, "scans"));
	free(why);
	buf_release(&in);
	buf_release(&out);
}

/* The same ones in every run. */
static unsigned chance(void)
{
	static uint32_t seed = 7;

	seed = seed * 1664525 + 1013904223;
	return seed >> 8;
}

/* One to eight bytes are others, and the end is missing now and then. */
static void broken_ones(void **state)
{
	for (int round = 0; round < ROUNDS; round++) {
		struct buf in = {0}, out = {0};
		size_t len;

		makers[round % 3].make(&in);
		for (unsigned n = chance() % 8 + 1; n; n--)
			in.data[chance() % in.len] = (char)chance();
		len = chance() % 4 ? in.len : chance() % in.len;
		free(photo_clean(in.data, len, &out));
		buf_release(&in);
		buf_release(&out);
	}
}

static void orientation(void **state)
{
	unsigned char big[] =
	        "Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0";
	unsigned char little[] =
	        "Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x08\0\0\0\0\0\0";

	assert_int_equal(photo_orientation(big, sizeof(big)), 6);
	assert_int_equal(photo_orientation(little, sizeof(little)), 8);
	for (size_t len = 0; len < 26; len++) {
		unsigned char *exact = xcalloc(1, len + 1);

		memcpy(exact, big, len);
		assert_int_equal(photo_orientation(exact, len), 1);
		free(exact);
	}
	big[25] = 9;
	assert_int_equal(photo_orientation(big, sizeof(big)), 1);
	big[10] = 0xFF;
	assert_int_equal(photo_orientation(big, sizeof(big)), 1);
}

static bool reachable(const char *text)
{
	struct sockaddr_in6 six = {.sin6_family = AF_INET6};
	struct sockaddr_in four = {.sin_family = AF_INET};

	if (inet_pton(AF_INET, text, &four.sin_addr) == 1)
		return photo_fetch_is_public((const struct sockaddr *)&four);
	assert_int_equal(inet_pton(AF_INET6, text, &six.sin6_addr), 1);
	return photo_fetch_is_public((const struct sockaddr *)&six);
}

static void networks(void **state)
{
	static const char *const open[] = {"8.8.8.8",     "172.15.0.1", "172.32.0.1",
	                                   "100.128.0.1", "192.0.1.1",  "223.255.255.255",
	                                   "2a00:1450::1"};
	static const char *const closed[] = {"127.0.0.1",       "10.1.2.3",    "172.16.0.1",
	                                     "172.31.255.255",  "192.168.1.1", "169.254.1.1",
	                                     "100.64.0.1",      "0.0.0.0",     "224.0.0.1",
	                                     "255.255.255.255", "::1",         "::",
	                                     "::ffff:8.8.8.8",  "fe80::1",     "fd00::1",
	                                     "ff02::1",         "2002:7f00::", "64:ff9b::127.0.0.1",
	                                     "2001:db8::1",     "2001::1"};

	for (size_t i = 0; i < sizeof(open) / sizeof(*open); i++)
		assert_true(reachable(open[i]));
	for (size_t i = 0; i < sizeof(closed) / sizeof(*closed); i++)
		assert_false(reachable(closed[i]));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(whole_ones),  cmocka_unit_test(many_scans),
	        cmocka_unit_test(broken_ones), cmocka_unit_test(orientation),
	        cmocka_unit_test(networks),
	};

	draw_pixels();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
