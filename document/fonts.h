/* The fonts that documents are written in: those files and no others, whatever this machine is set
 * up for, so that the same text looks the same everywhere. */
#ifndef VARTA_DOCUMENT_FONTS_H
#define VARTA_DOCUMENT_FONTS_H

#include <pango/pango.h>

#define FONTS_FOLDER "/usr/share/fonts/truetype/dejavu"

/* NULL where a file is missing. The caller unrefs it. */
PangoFontMap *fonts_open(void);

#endif
