/* Photos: whatever the bytes are, a picture comes out or a reason; and what comes out has nothing
 * but the picture in it, and is taken again as it is.
 *
 * uses: syncd/photo/photo.c syncd/photo/photo_header.c syncd/photo/photo_jpeg.c
 * syncd/photo/photo_png.c syncd/photo/photo_webp.c
 */
#include "syncd/photo/photo.h"

#include "lib/base/text.h"
#include "tests/fuzz/fuzz.h"

#include <webp/decode.h>

enum { LARGEST = 512 }; /* a side: larger ones only cost time */

static unsigned number(const unsigned char *s, int size)
{
	unsigned n = 0;

	while (size--)
		n = n << 8 | *s++;
	return n;
}

static bool is_one_of(const char *name, const char names[][5], size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (memcmp(name, names[i], 4) == 0)
			return true;
	return false;
}

/* Chunks of a length before the name (PNG) or behind it (WebP). */
static void check_png(const unsigned char *s, size_t len)
{
	static const char names[][5] = {"IHDR", "IDAT", "IEND", "gAMA", "sRGB", "tRNS"};
	size_t at = 8;

	while (at < len) {
		MUST(len - at >= 12 && number(s + at, 4) <= len - at - 12);
		MUST(is_one_of((const char *)s + at + 4, names, 6));
		at += 12 + number(s + at, 4);
	}
	MUST(memcmp(s + len - 8, "IEND", 4) == 0);
}

static void check_webp(const unsigned char *s, size_t len)
{
	static const char names[][5] = {"VP8 ", "VP8L", "VP8X", "ALPH"};
	size_t at = 12, size;

	while (at < len) {
		MUST(len - at >= 8 && is_one_of((const char *)s + at, names, 4));
		size = s[at + 4] | s[at + 5] << 8 | (unsigned)s[at + 6] << 16 |
		       (size_t)s[at + 7] << 24;
		MUST(size + (size & 1) <= len - at - 8);
		at += 8 + size + (size & 1);
	}
}

/* The orientation is all that may stand in Exif. */
static void check_segment(unsigned marker, const unsigned char *data, size_t len)
{
	MUST(marker != 0xfe); /* a comment */
	MUST(marker != 0xe1 || (len == 32 && memcmp(data, "Exif\0", 6) == 0));
	MUST(marker != 0xe0 || (len == 14 && memcmp(data, "JFIF", 5) == 0));
	MUST(marker != 0xee || (len == 12 && memcmp(data, "Adobe", 5) == 0));
	MUST(marker < 0xe2 || marker > 0xef || marker == 0xee);
}

/* Up to the first scan; what follows its end would be the next segment, and there is one end. */
static void check_jpeg(const unsigned char *s, size_t len)
{
	size_t at = 2, ends = 0;

	while (s[at + 1] != 0xda) {
		size_t size = number(s + at + 2, 2);

		MUST(s[at] == 0xff && len - at > size + 4);
		check_segment(s[at + 1], s + at + 4, size - 2);
		at += 2 + size;
	}
	for (; at + 1 < len; at++)
		ends += s[at] == 0xff && s[at + 1] == 0xd9;
	MUST(ends == 1 && s[len - 2] == 0xff && s[len - 1] == 0xd9);
}

static void check_picture(const struct buf *picture)
{
	const unsigned char *s = (const unsigned char *)picture->data;
	struct buf again = {0};
	char *why;

	switch (photo_type(s, picture->len)) {
	case PHOTO_JPEG:
		check_jpeg(s, picture->len);
		break;
	case PHOTO_PNG:
		check_png(s, picture->len);
		break;
	case PHOTO_WEBP:
		check_webp(s, picture->len);
		break;
	case PHOTO_NONE:
		MUST(false);
	}
	why = photo_clean(picture->data, picture->len, &again);
	if (why)
		fprintf(stderr, "not taken again: %s\n", why);
	MUST(!why);
	MUST(photo_type(again.data, again.len) == photo_type(s, picture->len));
	buf_release(&again);
}

/* By what it says of itself at its usual place. */
static bool is_large(const unsigned char *s, size_t size)
{
	int width = 0, height = 0;

	if (photo_type(s, size) == PHOTO_PNG && size > 24)
		return number(s + 16, 4) > LARGEST || number(s + 20, 4) > LARGEST;
	if (photo_type(s, size) == PHOTO_WEBP && WebPGetInfo(s, size, &width, &height))
		return width > LARGEST || height > LARGEST;
	for (size_t at = 0; at + 9 < size; at++)
		if (s[at] == 0xff && s[at + 1] >= 0xc0 && s[at + 1] <= 0xcf && s[at + 1] != 0xc4 &&
		    (number(s + at + 5, 2) > LARGEST || number(s + at + 7, 2) > LARGEST))
			return true;
	return false;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buf picture = {0};
	char *why;

	if (is_large(data, size))
		return 0;
	why = photo_clean(data, size, &picture);
	if (why)
		MUST(utf8_valid(why, strlen(why), NULL));
	else
		check_picture(&picture);
	free(why);
	buf_release(&picture);
	return 0;
}
