/* Reads the orientation in an Exif segment, and judges a size. */
#include "syncd/photo/photo_header.h"

#include "lib/base/xmalloc.h"

#include <stdbool.h>
#include <string.h>

char *photo_check_size(unsigned long width, unsigned long height)
{
	if (!width || !height || width > PHOTO_SIDE_MAX || height > PHOTO_SIDE_MAX ||
	    width * height > PHOTO_PIXELS_MAX)
		return xasprintf("a picture of %lu by %lu is not taken", width, height);
	return NULL;
}

static unsigned long number(const unsigned char *s, size_t size, bool little)
{
	unsigned long n = 0;

	for (size_t i = 0; i < size; i++)
		n = n << 8 | s[little ? size - 1 - i : i];
	return n;
}

/* TIFF 6.0: the header, the first directory, entries of 12 bytes; tag 0x112 is a short. */
int photo_orientation(const unsigned char *exif, size_t len)
{
	static const char head[] = "Exif\0";
	const unsigned char *tiff = exif + sizeof(head);
	size_t size, at, n;
	bool little;

	if (len < sizeof(head) + 8 || memcmp(exif, head, sizeof(head)) != 0)
		return 1;
	size = len - sizeof(head);
	little = *tiff == 'I';
	at = number(tiff + 4, 4, little);
	if (at > size - 2)
		return 1;
	n = number(tiff + at, 2, little);
	for (at += 2; n && at + 12 <= size; n--, at += 12) {
		unsigned long value = number(tiff + at + 8, 2, little);

		if (number(tiff + at, 2, little) == 0x112)
			return value >= 1 && value <= 8 ? (int)value : 1;
	}
	return 1;
}
