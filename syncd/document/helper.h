/* The program that makes PDFs: it is started before the daemon closes itself off, which begins no
 * programs any more, and asked over a socket. For document_job.c. */
#ifndef VARTA_SYNCD_DOCUMENT_HELPER_H
#define VARTA_SYNCD_DOCUMENT_HELPER_H

#include "lib/base/buf.h"

#include <stdbool.h>

struct document_helper;

/* Where it stands: beside the daemon's own program, in libexec of the same prefix or in the same
 * build. NULL, with a warning, where it does not start. */
struct document_helper *document_helper_start(void);
/* It ends with its socket. NULL is nothing. */
void document_helper_free(struct document_helper *helper);

int document_helper_fd(const struct document_helper *helper);
/* POLLIN, POLLOUT: what it waits for; 0: nothing. */
short document_helper_events(const struct document_helper *helper);

enum document_result {
	DOCUMENT_WAITING,
	DOCUMENT_MADE,   /* the PDF is in out */
	DOCUMENT_FAILED, /* of this question there is none; the reason is in out */
	DOCUMENT_GONE    /* it has ended, and answers nothing more */
};

/* Asks for the document of a question in JSON, with the bytes of its photos, if there are any. One
 * at a time. */
void document_helper_ask(struct document_helper *helper, const char *json,
                         const struct buf *photos);
/* What has become of the question; moves the PDF, or the reason, to out. */
enum document_result document_helper_step(struct document_helper *helper, struct buf *out);

#endif
