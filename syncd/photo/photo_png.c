/* Cleans PNG: reads the picture and writes it anew. Texts, Exif, profiles, times and what else may
 * stand beside a picture the library does not even get to see. */
#include "lib/base/xmalloc.h"
#include "syncd/photo/photo.h"
#include "syncd/photo/photo_header.h"

#include <png.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum {
	SIGNATURE = 8, /* bytes before the first chunk */
	FRAME = 12     /* bytes of a chunk beside its data: length, name, checksum */
};

/* The chunks that a picture is made of, and how its greys are meant. */
static bool is_picture(const char *name)
{
	static const char names[][5] = {"IHDR", "PLTE", "tRNS", "gAMA", "sRGB", "IDAT", "IEND"};

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (memcmp(name, names[i], 4) == 0)
			return true;
	return false;
}

static size_t length_of(const unsigned char *chunk)
{
	return (size_t)chunk[0] << 24 | (size_t)chunk[1] << 16 | (size_t)chunk[2] << 8 | chunk[3];
}

/* Up to the end of the picture; what is cut off is for the library to complain about. */
static void keep_picture(const char *s, size_t len, struct buf *kept)
{
	size_t at = SIGNATURE, size;

	buf_add(kept, s, SIGNATURE);
	for (; len - at >= FRAME; at += size) {
		size = length_of((const unsigned char *)s + at) + FRAME;
		if (size > len - at)
			break;
		if (is_picture(s + at + 4))
			buf_add(kept, s + at, size);
		if (memcmp(s + at + 4, "IEND", 4) == 0)
			break;
	}
}

/* Only the pixels come through, in eight bits. */
static unsigned format_of(const png_image *image)
{
	bool colour = image->format & (PNG_FORMAT_FLAG_COLOR | PNG_FORMAT_FLAG_COLORMAP);
	bool alpha = image->format & PNG_FORMAT_FLAG_ALPHA;

	if (alpha)
		return colour ? PNG_FORMAT_RGBA : PNG_FORMAT_GA;
	return colour ? PNG_FORMAT_RGB : PNG_FORMAT_GRAY;
}

/* libpng's words are its own; nothing of the file stands in them. */
static char *complaint(const png_image *image)
{
	return xasprintf("not a whole PNG: %s", image->message);
}

static char *write_pixels(png_image *image, const void *pixels, struct buf *out)
{
	png_alloc_size_t size = PNG_IMAGE_PNG_SIZE_MAX(*image);
	char *room = xcalloc(1, size);
	char *why = NULL;

	if (png_image_write_to_memory(image, room, &size, 0, pixels, 0, NULL))
		buf_add(out, room, size);
	else
		why = complaint(image);
	free(room);
	return why;
}

static char *rewrite(const struct buf *kept, struct buf *out)
{
	png_image image = {.version = PNG_IMAGE_VERSION};
	char *why, *pixels;

	if (!png_image_begin_read_from_memory(&image, kept->data, kept->len))
		return complaint(&image);
	why = photo_check_size(image.width, image.height);
	if (why) {
		png_image_free(&image);
		return why;
	}
	image.format = format_of(&image);
	pixels =
	        xcalloc((size_t)image.width * image.height, PNG_IMAGE_PIXEL_CHANNELS(image.format));
	if (png_image_finish_read(&image, NULL, pixels, 0, NULL) && image.warning_or_error == 0)
		why = write_pixels(&image, pixels, out);
	else
		why = complaint(&image);
	png_image_free(&image);
	free(pixels);
	return why;
}

char *photo_clean_png(const void *data, size_t len, struct buf *out)
{
	struct buf kept = {0};
	char *why;

	keep_picture(data, len, &kept);
	why = rewrite(&kept, out);
	buf_release(&kept);
	return why;
}
