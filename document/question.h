/* varta-document makes PDFs of frozen texts: of orders, of acts. The daemon starts it before it
 * closes itself off, and asks it over a socket; it knows neither the database nor the network.
 *
 * In this room: question, what is asked; fonts, in which it is written; page, where a line stands
 * and where a page ends; foot, places for signatures and the address of the public page; qr, that
 * address as a square; photos, what is shown behind the text, and picture, one of them; confine,
 * what the process gives up; main, one question after the other. */
#ifndef VARTA_DOCUMENT_QUESTION_H
#define VARTA_DOCUMENT_QUESTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { SIGNATURES_MAX = 40, PHOTOS_MAX = 8 };

/* A place where somebody signs: what is left of the line, who signs, and what stands below both. */
struct signature {
	const char *label, *name, *sign_caption, *name_caption;
};

struct photo {
	const char *caption, *missing; /* missing: stands in its place where it cannot be shown */
	const void *data;
	size_t len;
};

/* All of it lives as long as tree and the bytes that were read. */
struct question {
	void *tree;
	const char *title;  /* in every foot, and what readers of PDFs call it */
	const char *text;   /* paragraphs are divided by empty lines; the first is the head */
	const char *author; /* who issued it */
	int64_t made;       /* s since 1970: what the PDF says of when it was made */
	const char *address, *address_caption; /* of the public page; NULL: there is none */
	struct signature signatures[SIGNATURES_MAX];
	size_t nsignatures;
	const char *photos_title;
	struct photo photos[PHOTOS_MAX];
	size_t nphotos;
};

/* Reads the question: JSON, and where it has photos a byte of 0 and the bytes of all of them. False
 * where it is none. */
bool question_read(const char *data, size_t len, struct question *question);
void question_release(struct question *question);

#endif
