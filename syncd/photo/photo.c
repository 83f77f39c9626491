/* Tells the type of a picture by its bytes, and has it cleaned by that type. */
#include "syncd/photo/photo.h"

#include "lib/base/xmalloc.h"

#include <string.h>

static const struct {
	enum photo_type type;
	const char *media_type, *suffix;
	char *(*clean)(const void *data, size_t len, struct buf *out);
} types[] = {
        {PHOTO_JPEG, "image/jpeg", "jpg", photo_clean_jpeg},
        {PHOTO_PNG, "image/png", "png", photo_clean_png},
        {PHOTO_WEBP, "image/webp", "webp", photo_clean_webp},
};
enum { TYPES = sizeof(types) / sizeof(types[0]) };

enum photo_type photo_type(const void *data, size_t len)
{
	const char *s = data;

	if (len > 3 && memcmp(s, "\xFF\xD8\xFF", 3) == 0)
		return PHOTO_JPEG;
	if (len > 8 && memcmp(s, "\x89PNG\r\n\x1A\n", 8) == 0)
		return PHOTO_PNG;
	if (len > 12 && memcmp(s, "RIFF", 4) == 0 && memcmp(s + 8, "WEBP", 4) == 0)
		return PHOTO_WEBP;
	return PHOTO_NONE;
}

const char *photo_media_type(enum photo_type type)
{
	return types[type - 1].media_type;
}

const char *photo_suffix(enum photo_type type)
{
	return types[type - 1].suffix;
}

enum photo_type photo_of_suffix(const char *suffix)
{
	for (size_t i = 0; i < TYPES; i++)
		if (strcmp(types[i].suffix, suffix) == 0)
			return types[i].type;
	return PHOTO_NONE;
}

char *photo_clean(const void *data, size_t len, struct buf *out)
{
	enum photo_type type = photo_type(data, len);

	if (type == PHOTO_NONE)
		return xstrdup("neither JPEG nor PNG nor WebP");
	return types[type - 1].clean(data, len, out);
}
