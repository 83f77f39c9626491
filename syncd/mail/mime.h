/* A mail as bytes: RFC 5322, with RFC 2047 in the headers and UTF-8 in base64 in the body, so that
 * no line is too long and nothing in it can be taken for a header or for the end. */
#ifndef VARTA_SYNCD_MAIL_MIME_H
#define VARTA_SYNCD_MAIL_MIME_H

#include "lib/base/buf.h"

#include <stdint.h>

/* Adds 'name: value' and a line break; value is UTF-8, and what is no visible character in it
 * becomes one. Long ones are folded. */
void mime_text(struct buf *mail, const char *name, const char *value);

/* Adds 'name: value <address>'. */
void mime_mailbox(struct buf *mail, const char *name, const char *value, const char *address);

/* Adds 'Date: …', at in seconds since 1970. */
void mime_date(struct buf *mail, int64_t at);

/* Adds the headers of the body, an empty line, and text (UTF-8; lines end with \n). */
void mime_body(struct buf *mail, const char *text);

struct mime_file {
	const char *name;   /* ASCII without quotes */
	const char *type;   /* application/pdf */
	const char *base64; /* in lines */
};

/* The same with a file beside the text. boundary is nothing that stands in base64 or in the mail.
 */
void mime_body_with_file(struct buf *mail, const char *text, const struct mime_file *file,
                         const char *boundary);

#endif
