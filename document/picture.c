/* Reads photos of the formats that are kept, turns them upright and makes them small. */
#include "document/picture.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <webp/decode.h>

/* A PNG is decoded whole: so large a one takes part of a second. */
enum { PNG_PIXELS_MAX = 20 * 1000 * 1000, PNG_HEAD = 24 };

struct bytes {
	const unsigned char *data;
	size_t len;
};

static cairo_status_t read_bytes(void *arg, unsigned char *out, unsigned n)
{
	struct bytes *from = arg;

	if (n > from->len)
		return CAIRO_STATUS_READ_ERROR;
	memcpy(out, from->data, n);
	from->data += n;
	from->len -= n;
	return CAIRO_STATUS_SUCCESS;
}

static uint32_t number(const unsigned char *s)
{
	return (uint32_t)s[0] << 24 | (uint32_t)s[1] << 16 | (uint32_t)s[2] << 8 | s[3];
}

/* Its size stands in the first chunk. */
static cairo_surface_t *decode_png(const void *data, size_t len)
{
	struct bytes from = {data, len};
	const unsigned char *head = data;

	if (len < PNG_HEAD || (uint64_t)number(head + 16) * number(head + 20) > PNG_PIXELS_MAX)
		return NULL;
	return cairo_image_surface_create_from_png_stream(read_bytes, &from);
}

static cairo_surface_t *decode_webp(const void *data, size_t len)
{
	WebPDecoderConfig config;
	cairo_surface_t *picture;
	int side;

	if (!WebPInitDecoderConfig(&config) ||
	    WebPGetFeatures(data, len, &config.input) != VP8_STATUS_OK)
		return NULL;
	side = config.input.width > config.input.height ? config.input.width : config.input.height;
	config.options.scaled_width = config.input.width;
	config.options.scaled_height = config.input.height;
	if (side > PICTURE_SIDE) {
		config.options.use_scaling = 1;
		config.options.scaled_width = 1 + (config.input.width * PICTURE_SIDE - 1) / side;
		config.options.scaled_height = 1 + (config.input.height * PICTURE_SIDE - 1) / side;
	}
	picture = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, config.options.scaled_width,
	                                     config.options.scaled_height);
	config.output.colorspace = MODE_bgrA;
	config.output.is_external_memory = 1;
	config.output.u.RGBA.rgba = cairo_image_surface_get_data(picture);
	config.output.u.RGBA.stride = cairo_image_surface_get_stride(picture);
	config.output.u.RGBA.size = (size_t)config.output.u.RGBA.stride *
	                            (size_t)cairo_image_surface_get_height(picture);
	cairo_surface_flush(picture);
	if (!config.output.u.RGBA.rgba || WebPDecode(data, len, &config) != VP8_STATUS_OK) {
		cairo_surface_destroy(picture);
		return NULL;
	}
	cairo_surface_mark_dirty(picture);
	return picture;
}

static cairo_surface_t *decode(const void *data, size_t len, int *orientation)
{
	cairo_surface_t *picture = NULL;

	*orientation = 1;
	if (len > 3 && memcmp(data, "\xFF\xD8\xFF", 3) == 0)
		picture = picture_decode_jpeg(data, len, PICTURE_SIDE, orientation);
	else if (len > 8 && memcmp(data, "\x89PNG\r\n\x1A\n", 8) == 0)
		picture = decode_png(data, len);
	else if (len > 12)
		picture = decode_webp(data, len);
	if (picture && cairo_surface_status(picture) == CAIRO_STATUS_SUCCESS)
		return picture;
	cairo_surface_destroy(picture);
	return NULL;
}

/* Where a pixel goes, by the orientation of Exif: x' = xx x + xy y, y' = yx x + yy y; what is
 * negative begins at the other end. */
static cairo_matrix_t turn(int orientation, double width, double height)
{
	static const struct {
		signed char xx, xy, yx, yy;
	} turns[] = {{1, 0, 0, 1}, {-1, 0, 0, 1}, {-1, 0, 0, -1}, {1, 0, 0, -1},
	             {0, 1, 1, 0}, {0, -1, 1, 0}, {0, -1, -1, 0}, {0, 1, -1, 0}};
	cairo_matrix_t m = {.xx = turns[orientation - 1].xx,
	                    .xy = turns[orientation - 1].xy,
	                    .yx = turns[orientation - 1].yx,
	                    .yy = turns[orientation - 1].yy};

	m.x0 = (m.xx < 0 ? width : 0) + (m.xy < 0 ? height : 0);
	m.y0 = (m.yx < 0 ? width : 0) + (m.yy < 0 ? height : 0);
	return m;
}

static int scaled(double length, double scale)
{
	int n = (int)(length * scale + 0.5);

	return n > 0 ? n : 1;
}

/* On white, whatever was transparent. */
static cairo_surface_t *set_upright(cairo_surface_t *picture, int orientation)
{
	double width = cairo_image_surface_get_width(picture),
	       height = cairo_image_surface_get_height(picture),
	       longer = width > height ? width : height,
	       scale = longer > PICTURE_SIDE ? PICTURE_SIDE / longer : 1;
	bool lying = orientation > 4;
	cairo_matrix_t m = turn(orientation, width, height);
	cairo_surface_t *upright = cairo_image_surface_create(
	        CAIRO_FORMAT_RGB24, scaled(lying ? height : width, scale),
	        scaled(lying ? width : height, scale));
	cairo_t *cr = cairo_create(upright);

	cairo_set_source_rgb(cr, 1, 1, 1);
	cairo_paint(cr);
	cairo_scale(cr, scale, scale);
	cairo_transform(cr, &m);
	cairo_set_source_surface(cr, picture, 0, 0);
	cairo_pattern_set_filter(cairo_get_source(cr), CAIRO_FILTER_GOOD);
	cairo_pattern_set_extend(cairo_get_source(cr), CAIRO_EXTEND_PAD);
	cairo_paint(cr);
	cairo_destroy(cr);
	return upright;
}

cairo_surface_t *picture_read(const void *data, size_t len)
{
	int orientation;
	cairo_surface_t *picture = decode(data, len, &orientation), *upright;

	if (!picture)
		return NULL;
	upright = set_upright(picture, orientation);
	cairo_surface_destroy(picture);
	if (picture_attach_jpeg(upright))
		return upright;
	cairo_surface_destroy(upright);
	return NULL;
}
