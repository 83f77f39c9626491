/* What a picture says of itself before its pixels, whatever its type. */
#ifndef VARTA_SYNCD_PHOTO_PHOTO_HEADER_H
#define VARTA_SYNCD_PHOTO_PHOTO_HEADER_H

#include <stddef.h>

enum { PHOTO_SIDE_MAX = 16384, PHOTO_PIXELS_MAX = 50 * 1000 * 1000 };

/* How a picture has to be turned, 1 (not at all) to 8, as an Exif segment says it (its bytes behind
 * marker and length); 1 where it says nothing. */
int photo_orientation(const unsigned char *exif, size_t len);

/* NULL, or why a picture of that size is not taken. */
char *photo_check_size(unsigned long width, unsigned long height);

#endif
