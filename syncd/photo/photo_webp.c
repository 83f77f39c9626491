/* Cleans WebP: the chunks of the picture alone. */
#include "lib/log.h"
#include "lib/xmalloc.h"
#include "syncd/photo/photo.h"
#include "syncd/photo/photo_header.h"

#include <stdlib.h>
#include <webp/decode.h>
#include <webp/mux.h>

/* The one picture in the file, without the chunks around it. */
static char *take_picture(WebPMux *mux, struct buf *out)
{
	WebPMuxFrameInfo frame = {0};
	WebPMux *alone = WebPMuxNew();
	WebPData whole = {0};
	char *why = NULL;

	if (!alone)
		fatalx("out of memory");
	if (WebPMuxGetFrame(mux, 1, &frame) == WEBP_MUX_OK &&
	    WebPMuxSetImage(alone, &frame.bitstream, 1) == WEBP_MUX_OK &&
	    WebPMuxAssemble(alone, &whole) == WEBP_MUX_OK)
		buf_add(out, whole.bytes, whole.size);
	else
		why = xstrdup("not a whole WebP");
	WebPDataClear(&frame.bitstream);
	WebPDataClear(&whole);
	WebPMuxDelete(alone);
	return why;
}

/* What is not a picture to its end is none. */
static char *check_pixels(const void *data, size_t len)
{
	WebPBitstreamFeatures features;
	int width, height;
	uint8_t *pixels;
	char *why;

	if (WebPGetFeatures(data, len, &features) != VP8_STATUS_OK)
		return xstrdup("not a whole WebP");
	if (features.has_animation)
		return xstrdup("a moving picture is not taken");
	why = photo_check_size((unsigned long)features.width, (unsigned long)features.height);
	if (why)
		return why;
	pixels = WebPDecodeRGBA(data, len, &width, &height);
	if (!pixels)
		return xstrdup("not a whole WebP");
	WebPFree(pixels);
	return NULL;
}

char *photo_clean_webp(const void *data, size_t len, struct buf *out)
{
	const WebPData input = {data, len};
	char *why = check_pixels(data, len);
	WebPMux *mux;

	if (why)
		return why;
	mux = WebPMuxCreate(&input, 0);
	if (!mux)
		return xstrdup("not a whole WebP");
	why = take_picture(mux, out);
	WebPMuxDelete(mux);
	return why;
}
