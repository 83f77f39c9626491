/* Small pictures of each type, with something to see on them. */
#ifndef VARTA_TESTS_UNIT_PICTURES_H
#define VARTA_TESTS_UNIT_PICTURES_H

#include "lib/base/buf.h"
#include "lib/base/xmalloc.h"
#include "syncd/photo/photo.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jpeglib.h>
#include <png.h>
#include <webp/encode.h>

enum { WIDTH = 40, HEIGHT = 24 };

static unsigned char pixels[WIDTH * HEIGHT * 3];

static struct jpeg_error_mgr errors;
static unsigned char *jpeg;
static unsigned long jpeg_len;

static void begin_jpeg(struct jpeg_compress_struct *c)
{
	c->err = jpeg_std_error(&errors);
	jpeg_create_compress(c);
	jpeg = NULL;
	jpeg_len = 0;
	jpeg_mem_dest(c, &jpeg, &jpeg_len);
	c->image_width = WIDTH;
	c->image_height = HEIGHT;
	c->input_components = 3;
	c->in_color_space = JCS_RGB;
	jpeg_set_defaults(c);
}

static void end_jpeg(struct jpeg_compress_struct *c, struct buf *out)
{
	jpeg_start_compress(c, TRUE);
	jpeg_write_marker(c, JPEG_COM, (const unsigned char *)"secret", 6);
	for (int y = 0; y < HEIGHT; y++) {
		JSAMPROW row = pixels + (ptrdiff_t)3 * WIDTH * y;

		jpeg_write_scanlines(c, &row, 1);
	}
	jpeg_finish_compress(c);
	jpeg_destroy_compress(c);
	buf_add(out, jpeg, jpeg_len);
	free(jpeg);
}

static void make_jpeg(struct buf *out)
{
	struct jpeg_compress_struct c;

	begin_jpeg(&c);
	end_jpeg(&c, out);
}

static void make_png(struct buf *out)
{
	png_image image = {.version = PNG_IMAGE_VERSION, .width = WIDTH, .height = HEIGHT};
	png_alloc_size_t len = 0;
	char *data;

	image.format = PNG_FORMAT_RGB;
	assert_true(png_image_write_get_memory_size(image, len, 0, pixels, 0, NULL));
	data = xcalloc(1, len);
	assert_true(png_image_write_to_memory(&image, data, &len, 0, pixels, 0, NULL));
	buf_add(out, data, len);
	free(data);
}

static void make_webp(struct buf *out)
{
	uint8_t *data;
	size_t len = WebPEncodeRGB(pixels, WIDTH, HEIGHT, WIDTH * 3, 50, &data);

	buf_add(out, data, len);
	WebPFree(data);
}

static const struct {
	enum photo_type type;
	void (*make)(struct buf *out);
} makers[] = {{PHOTO_JPEG, make_jpeg}, {PHOTO_PNG, make_png}, {PHOTO_WEBP, make_webp}};

static inline void draw_pixels(void)
{
	for (size_t i = 0; i < sizeof(pixels); i++)
		pixels[i] = (unsigned char)(i * i / 7);
}

#endif
