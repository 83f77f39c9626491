/* Cleans WebP: reads the picture and writes it anew, because there is room for anything else behind
 * the end of its data, within the same chunk. */
#include "lib/base/xmalloc.h"
#include "syncd/photo/photo.h"
#include "syncd/photo/photo_header.h"

#include <stdbool.h>
#include <stdlib.h>
#include <webp/decode.h>
#include <webp/encode.h>

/* No loss is to be seen; and by quick methods, because a photo may be large. LOSSLESS is the format
 * as WebPGetFeatures() tells it. */
enum { QUALITY = 90, LOSSY_METHOD = 1, LOSSLESS_LEVEL = 0, LOSSLESS = 2 };

static char *check_features(const WebPBitstreamFeatures *features)
{
	if (features->has_animation)
		return xstrdup("a moving picture is not taken");
	return photo_check_size((unsigned long)features->width, (unsigned long)features->height);
}

static bool configure(WebPConfig *config, bool lossless)
{
	if (!WebPConfigInit(config))
		return false;
	if (lossless)
		return WebPConfigLosslessPreset(config, LOSSLESS_LEVEL);
	config->quality = QUALITY;
	config->method = LOSSY_METHOD;
	return true;
}

static int append(const uint8_t *data, size_t len, const WebPPicture *picture)
{
	buf_add(picture->custom_ptr, data, len);
	return 1;
}

static bool read_pixels(const void *data, size_t len, const WebPBitstreamFeatures *features,
                        WebPPicture *picture)
{
	int size = features->width * 4;
	uint8_t *pixels = WebPDecodeRGBA(data, len, NULL, NULL);
	bool ok = pixels && WebPPictureImportRGBA(picture, pixels, size);

	WebPFree(pixels);
	return ok;
}

char *photo_clean_webp(const void *data, size_t len, struct buf *out)
{
	WebPBitstreamFeatures features;
	WebPConfig config;
	WebPPicture picture;
	char *why;

	if (WebPGetFeatures(data, len, &features) != VP8_STATUS_OK)
		return xstrdup("not a whole WebP");
	why = check_features(&features);
	if (why)
		return why;
	if (!configure(&config, features.format == LOSSLESS) || !WebPPictureInit(&picture))
		return xstrdup("this WebP cannot be written");
	picture.use_argb = config.lossless;
	picture.width = features.width;
	picture.height = features.height;
	picture.writer = append;
	picture.custom_ptr = out;
	if (!read_pixels(data, len, &features, &picture) || !WebPEncode(&config, &picture))
		why = xstrdup("not a whole WebP");
	WebPPictureFree(&picture);
	return why;
}
