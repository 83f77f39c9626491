/* A question as a PDF. */
#ifndef VARTA_DOCUMENT_DOCUMENT_H
#define VARTA_DOCUMENT_DOCUMENT_H

#include "document/question.h"
#include "lib/base/buf.h"

#include <pango/pango.h>
#include <stdbool.h>

/* Adds the PDF to out: the same bytes for the same question. False where cairo failed. */
bool document_write(const struct question *question, PangoFontMap *fonts, struct buf *out);

#endif
