/* Reads the texts of multipart/form-data as params, and blanks one in the body. */
#include "syncd/content/multipart.h"

#include "lib/base/xmalloc.h"

#include <microhttpd.h>
#include <stdlib.h>
#include <string.h>

enum { PIECE = 4096 }; /* bytes that the library takes at once */

struct part_reader {
	struct params *params;
	struct problem *problem;
	struct buf name, value; /* of the part that is being read */
	bool open;
};

/* The part that was being read is complete. */
static bool end_part(struct part_reader *r)
{
	bool ok;

	if (!r->open)
		return true;
	buf_adds(&r->value, "");
	ok = params_add(r->params, r->name.data, r->name.len, r->value.data, r->value.len,
	                r->problem);
	buf_clear(&r->name);
	buf_clear(&r->value);
	r->open = false;
	return ok;
}

static enum MHD_Result on_piece(void *cls, enum MHD_ValueKind kind, const char *key,
                                const char *filename, const char *content_type,
                                const char *encoding, const char *data, uint64_t offset,
                                size_t size)
{
	struct part_reader *r = cls;

	if (filename) {
		problem_set(r->problem, 415, "files are not accepted here; upload them to media");
		return MHD_NO;
	}
	if (!offset) {
		if (!end_part(r))
			return MHD_NO;
		r->open = true;
		buf_adds(&r->name, key ? key : "");
	}
	buf_add(&r->value, data, size);
	return MHD_YES;
}

/* A CR alone would be an end of a line to some and none to others, see multipart_without(). */
static bool has_bare_cr(const struct buf *body)
{
	const char *s = body->data, *end = body->data + body->len;

	while ((s = memchr(s, '\r', (size_t)(end - s))))
		if (++s == end || *s != '\n')
			return true;
	return false;
}

bool multipart_decode(struct MHD_Connection *connection, const struct buf *body,
                      struct params *params, struct problem *p)
{
	struct part_reader r = {.params = params, .problem = p};
	struct MHD_PostProcessor *processor =
	        MHD_create_post_processor(connection, PIECE, on_piece, &r);
	bool ok;

	if (!processor)
		return problem_set(p, 415, "Content-Type: no boundary");
	ok = !has_bare_cr(body) && MHD_post_process(processor, body->data, body->len) == MHD_YES;
	ok = MHD_destroy_post_processor(processor) == MHD_YES && ok;
	ok = end_part(&r) && ok && !p->status;
	buf_release(&r.name);
	buf_release(&r.value);
	return ok ? true : problem_set(p, 400, "the body is not complete multipart/form-data");
}

/* Behind the end of the line at s, which the library lets be an LF alone. */
static const char *next_line(const char *s, const char *end)
{
	const char *lf = memchr(s, '\n', (size_t)(end - s));

	return lf ? lf + 1 : end;
}

/* The value of the part in whose head s is, and its length; NULL where none follows. */
static const char *part_value(const char *s, const char *end, size_t *len)
{
	const char *value = next_line(s, end), *boundary;

	while (value < end && *value != '\r' && *value != '\n')
		value = next_line(value, end);
	if (value == end)
		return NULL;
	value = next_line(value, end);
	boundary = memmem(value, (size_t)(end - value), "\r\n--", 4);
	*len = boundary ? (size_t)(boundary - value) : (size_t)(end - value);
	return value;
}

char *multipart_without(const char *body, size_t len, const char *name, size_t *out_len)
{
	char *header = xasprintf("name=\"%s\"", name);
	const char *end = body + len, *kept = body, *found;
	struct buf out = {0};

	while ((found = memmem(kept, (size_t)(end - kept), header, strlen(header)))) {
		size_t value_len;
		const char *value = part_value(found, end, &value_len);

		if (!value)
			break;
		buf_add(&out, kept, (size_t)(value - kept));
		kept = value + value_len;
	}
	buf_add(&out, kept, (size_t)(end - kept));
	free(header);
	*out_len = out.len;
	return buf_steal(&out);
}
