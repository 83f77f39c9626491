/* Cleans JPEG: the picture alone, its coefficients as they are, and how it has to be turned. */
#include "lib/base/xmalloc.h"
#include "syncd/photo/photo.h"
#include "syncd/photo/photo_header.h"

#include <jpeglib.h>
#include <setjmp.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A progressive picture of a camera or an editor has ten scans or so. Each goes over the whole
 * picture, however few bytes it takes. */
enum { SCANS_MAX = 64 };

/* The coefficients are taken over as they are, so nothing is lost of the picture; all markers but
 * those that it cannot be read without stay behind, and so does what follows its end. */
struct transcoding {
	struct jpeg_error_mgr errors;
	struct jpeg_progress_mgr progress;
	struct jpeg_decompress_struct from;
	struct jpeg_compress_struct to;
	jmp_buf failed;
	char *why;
	unsigned char *out;
	unsigned long out_len;
};

static void on_error(j_common_ptr info)
{
	struct transcoding *t = info->client_data;
	char text[JMSG_LENGTH_MAX];

	info->err->format_message(info, text);
	t->why = xasprintf("not a whole JPEG: %s", text);
	longjmp(t->failed, 1);
}

static void on_message(j_common_ptr info)
{
}

/* What is broken is not read to its end: that could be long. */
static void on_warning(j_common_ptr info, int level)
{
	if (level < 0)
		on_error(info);
}

static void on_progress(j_common_ptr info)
{
	struct transcoding *t = info->client_data;

	if (t->from.input_scan_number <= SCANS_MAX)
		return;
	t->why = xasprintf("a picture of more than %d scans is not taken", SCANS_MAX);
	longjmp(t->failed, 1);
}

/* No browser shows arithmetic coding, and it takes long to read. */
static char *check_header(const struct jpeg_decompress_struct *from)
{
	if (from->arith_code)
		return xstrdup("a picture in arithmetic coding is not taken");
	return photo_check_size(from->image_width, from->image_height);
}

/* Photos are held as the camera was: only how to turn the picture is written down again. */
static void write_orientation(struct transcoding *t)
{
	unsigned char exif[] =
	        "Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\0\0\0\0\0\0";
	jpeg_saved_marker_ptr marker = t->from.marker_list;
	int orientation = 1;

	for (; marker && orientation == 1; marker = marker->next)
		orientation = photo_orientation(marker->data, marker->data_length);
	if (orientation == 1)
		return;
	exif[25] = (unsigned char)orientation;
	jpeg_write_marker(&t->to, JPEG_APP0 + 1, exif, sizeof(exif));
}

static void transcode(struct transcoding *t, const void *data, size_t len)
{
	jvirt_barray_ptr *coefficients;

	jpeg_create_decompress(&t->from);
	jpeg_create_compress(&t->to);
	jpeg_save_markers(&t->from, JPEG_APP0 + 1, 0xFFFF);
	jpeg_mem_src(&t->from, data, (unsigned long)len);
	jpeg_read_header(&t->from, TRUE);
	t->why = check_header(&t->from);
	if (t->why)
		return;
	t->progress.progress_monitor = on_progress;
	t->from.progress = &t->progress;
	coefficients = jpeg_read_coefficients(&t->from);
	jpeg_mem_dest(&t->to, &t->out, &t->out_len);
	jpeg_copy_critical_parameters(&t->from, &t->to);
	t->to.optimize_coding = TRUE; /* the usual tables lack what a broken picture may need */
	jpeg_write_coefficients(&t->to, coefficients);
	write_orientation(t);
	jpeg_finish_compress(&t->to);
}

char *photo_clean_jpeg(const void *data, size_t len, struct buf *out)
{
	struct transcoding *t = xcalloc(1, sizeof(*t));
	char *why;

	t->from.err = t->to.err = jpeg_std_error(&t->errors);
	t->errors.error_exit = on_error;
	t->errors.output_message = on_message;
	t->errors.emit_message = on_warning;
	t->from.client_data = t->to.client_data = t;
	if (!setjmp(t->failed))
		transcode(t, data, len);
	jpeg_destroy_compress(&t->to);
	jpeg_destroy_decompress(&t->from);
	why = t->why;
	if (!why)
		buf_add(out, t->out, t->out_len);
	free(t->out);
	free(t);
	return why;
}
