/* JPEG in, at one of its own scales, and out. */
#include "document/picture.h"

#include <setjmp.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>

enum { QUALITY = 82 };

struct failure {
	struct jpeg_error_mgr errors;
	jmp_buf failed;
};

static void on_error(j_common_ptr info)
{
	struct failure *failure = info->client_data;

	longjmp(failure->failed, 1);
}

static void on_message(j_common_ptr info)
{
}

static struct jpeg_error_mgr *watch(struct failure *failure)
{
	jpeg_std_error(&failure->errors);
	failure->errors.error_exit = on_error;
	failure->errors.output_message = on_message;
	return &failure->errors;
}

/* Kept photos have one segment of Exif at most, with this alone in it. */
static int orientation_of(const struct jpeg_decompress_struct *from)
{
	static const char exif[] = "Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0";
	enum { AT = sizeof(exif) - 1 };
	const struct jpeg_marker_struct *marker = from->marker_list;

	if (!marker || marker->data_length <= AT || memcmp(marker->data, exif, AT) != 0 ||
	    marker->data[AT] < 1 || marker->data[AT] > 8)
		return 1;
	return marker->data[AT];
}

static unsigned denominator(const struct jpeg_decompress_struct *from, int side)
{
	unsigned longer = from->image_width > from->image_height ? from->image_width
	                                                         : from->image_height,
	         n = 8;

	while (n > 1 && longer / n < (unsigned)side)
		n /= 2;
	return n;
}

static void read_rows(struct jpeg_decompress_struct *from, cairo_surface_t *picture)
{
	unsigned char *data = cairo_image_surface_get_data(picture);
	int stride = cairo_image_surface_get_stride(picture);

	cairo_surface_flush(picture);
	while (from->output_scanline < from->output_height) {
		JSAMPROW row = data + (size_t)from->output_scanline * (size_t)stride;

		jpeg_read_scanlines(from, &row, 1);
	}
	cairo_surface_mark_dirty(picture);
}

cairo_surface_t *picture_decode_jpeg(const void *data, size_t len, int side, int *orientation)
{
	struct failure failure;
	struct jpeg_decompress_struct from = {.err = watch(&failure), .client_data = &failure};
	cairo_surface_t *volatile picture = NULL;
	volatile bool ok = false;

	if (!setjmp(failure.failed)) {
		jpeg_create_decompress(&from);
		jpeg_save_markers(&from, JPEG_APP0 + 1, 0xFFFF);
		jpeg_mem_src(&from, data, (unsigned long)len);
		jpeg_read_header(&from, TRUE);
		*orientation = orientation_of(&from);
		from.scale_num = 1;
		from.scale_denom = denominator(&from, side);
		from.out_color_space = JCS_EXT_BGRX;
		jpeg_start_decompress(&from);
		picture = cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)from.output_width,
		                                     (int)from.output_height);
		ok = cairo_surface_status(picture) == CAIRO_STATUS_SUCCESS;
		if (ok)
			read_rows(&from, picture);
	} else {
		ok = false;
	}
	jpeg_destroy_decompress(&from);
	if (ok)
		return picture;
	if (picture)
		cairo_surface_destroy(picture);
	return NULL;
}

static void write_rows(struct jpeg_compress_struct *to, cairo_surface_t *picture)
{
	unsigned char *data = cairo_image_surface_get_data(picture);
	int stride = cairo_image_surface_get_stride(picture);

	cairo_surface_flush(picture);
	to->image_width = (JDIMENSION)cairo_image_surface_get_width(picture);
	to->image_height = (JDIMENSION)cairo_image_surface_get_height(picture);
	to->input_components = 4;
	to->in_color_space = JCS_EXT_BGRX;
	jpeg_set_defaults(to);
	jpeg_set_quality(to, QUALITY, TRUE);
	jpeg_start_compress(to, TRUE);
	while (to->next_scanline < to->image_height) {
		JSAMPROW row = data + (size_t)to->next_scanline * (size_t)stride;

		jpeg_write_scanlines(to, &row, 1);
	}
	jpeg_finish_compress(to);
}

bool picture_attach_jpeg(cairo_surface_t *picture)
{
	struct failure failure;
	struct jpeg_compress_struct to = {.err = watch(&failure), .client_data = &failure};
	unsigned char *data = NULL;
	unsigned long len = 0;
	volatile bool ok = false;

	if (cairo_surface_status(picture) != CAIRO_STATUS_SUCCESS)
		return false;
	if (!setjmp(failure.failed)) {
		jpeg_create_compress(&to);
		jpeg_mem_dest(&to, &data, &len);
		write_rows(&to, picture);
		ok = true;
	}
	jpeg_destroy_compress(&to);
	ok = ok && cairo_surface_set_mime_data(picture, CAIRO_MIME_TYPE_JPEG, data, len, free,
	                                       data) == CAIRO_STATUS_SUCCESS;
	if (!ok)
		free(data);
	return ok;
}
