/* Of a photo the picture alone is kept: what stands beside it, before it, behind it or within its
 * own chunk goes, whatever its name, and costs nobody his photo.
 *
 * uses: syncd/photo/photo.c syncd/photo/photo_header.c syncd/photo/photo_jpeg.c
 * syncd/photo/photo_png.c syncd/photo/photo_webp.c
 */
#include "syncd/photo/photo.h"

#include "tests/unit/syncd/pictures.h"

#include <zlib.h>

/* Of in, which it releases, a picture is kept, and no secret. */
static void check_clean(struct buf *in, enum photo_type type)
{
	struct buf out = {0};
	char *why = photo_clean(in->data, in->len, &out);

	if (why)
		fail_msg("%s", why);
	assert_int_equal(photo_type(out.data, out.len), type);
	assert_non_null(memmem(in->data, in->len, "secret", 6));
	assert_null(memmem(out.data, out.len, "secret", 6));
	buf_release(&out);
	buf_release(in);
}

/* There is room behind the end of the picture, within its chunk, where every length is right. */
static void behind_the_end(void **state)
{
	struct buf in = {0};
	uint32_t size;

	make_webp(&in);
	buf_add(&in, "secret", 6);
	for (size_t at = 4; at <= 16; at += 12) {
		memcpy(&size, in.data + at, sizeof(size));
		size += 6;
		memcpy(in.data + at, &size, sizeof(size));
	}
	check_clean(&in, PHOTO_WEBP);
	for (size_t i = 0; i < 3; i++) {
		makers[i].make(&in);
		buf_add(&in, "secret", 6);
		check_clean(&in, makers[i].type);
	}
}

/* Puts more behind the first at bytes of the picture. */
static void insert(struct buf *picture, size_t at, const void *more, size_t len)
{
	struct buf out = {0};

	buf_add(&out, picture->data, at);
	buf_add(&out, more, len);
	buf_add(&out, picture->data + at, picture->len - at);
	buf_release(picture);
	*picture = out;
}

static void add_number(struct buf *out, unsigned long n)
{
	const unsigned char bytes[] = {(unsigned char)(n >> 24), (unsigned char)(n >> 16),
	                               (unsigned char)(n >> 8), (unsigned char)n};

	buf_add(out, bytes, sizeof(bytes));
}

/* Every chunk that PNG knows beside the picture, one that nobody knows, and one with a wrong
 * checksum: a colour profile that the library would find fault with costs nobody his photo. */
static void beside_a_png(void **state)
{
	static const char names[][5] = {"tEXt", "zTXt", "iTXt", "eXIf", "iCCP", "tIME", "pHYs",
	                                "sPLT", "hIST", "cHRM", "bKGD", "sBIT", "acTL", "fcTL",
	                                "fdAT", "vaRt", "caNv", "oFFs", "pCAL", "sCAL", "dSIG"};

	for (size_t i = 0; i < 2 * sizeof(names) / sizeof(*names); i++) {
		struct buf in = {0}, chunk = {0};

		add_number(&chunk, 13);
		buf_adds(&chunk, names[i / 2]);
		buf_add(&chunk, "secret\0\0secre", 13);
		add_number(&chunk, crc32(i % 2, (const Bytef *)chunk.data + 4, 17));
		make_png(&in);
		insert(&in, 33, chunk.data, chunk.len);
		check_clean(&in, PHOTO_PNG);
		buf_release(&chunk);
	}
}

/* Every segment of applications, and a comment. */
static void beside_a_jpeg(void **state)
{
	for (unsigned char marker = 0xe0; marker <= 0xf0; marker++) {
		unsigned char more[] = "\xff?\0\x14"
		                       "Exif\0\0secretsecret";
		struct buf in = {0};

		more[1] = marker == 0xf0 ? 0xfe : marker;
		make_jpeg(&in);
		insert(&in, 2, more, sizeof(more) - 1);
		check_clean(&in, PHOTO_JPEG);
	}
}

/* Chunks behind the picture; those before it make no WebP of it, or it is clean. */
static void beside_a_webp(void **state)
{
	static const char names[][5] = {"EXIF", "XMP ", "ICCP", "ANMF", "vart"};

	for (size_t i = 0; i < 2 * sizeof(names) / sizeof(*names); i++) {
		struct buf in = {0}, out = {0};
		char more[] = "????\x06\0\0\0secret";
		char *why;

		memcpy(more, names[i / 2], 4);
		make_webp(&in);
		insert(&in, i % 2 ? 12 : in.len, more, 14);
		in.data[4] = (char)(in.data[4] + 14);
		why = photo_clean(in.data, in.len, &out);
		assert_true(i % 2 || !why);
		assert_null(memmem(out.data ? out.data : "", out.len, "secret", 6));
		free(why);
		buf_release(&in);
		buf_release(&out);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(behind_the_end),
	        cmocka_unit_test(beside_a_png),
	        cmocka_unit_test(beside_a_jpeg),
	        cmocka_unit_test(beside_a_webp),
	};

	draw_pixels();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
