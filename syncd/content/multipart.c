/* Reads the texts of multipart/form-data as params, and takes what is no text out of the body. */
#include "syncd/content/multipart.h"

#include "lib/base/xmalloc.h"

#include <microhttpd.h>
#include <openssl/sha.h>
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

	if (!offset && !end_part(r))
		return MHD_NO;
	if (filename)
		return MHD_YES;
	if (!offset) {
		r->open = true;
		buf_adds(&r->name, key ? key : "");
	}
	buf_add(&r->value, data, size);
	return MHD_YES;
}

/* A part as it lies in a body: its head, with the empty line that ends it, and its value. */
struct part {
	const char *head, *value, *end;
};

/* The parts of a body, one after the other. */
struct part_walk {
	char *delimiter; /* what stands between them, behind an end of a line: two dashes and more
	                  */
	const char *at, *end;
};

/* Takes the boundary as the library does: to the end of the header, without quotes around it. */
static void begin_walk(struct part_walk *walk, struct MHD_Connection *connection, const char *body,
                       size_t len)
{
	const char *type = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "Content-Type");
	const char *boundary = type ? strstr(type, "boundary=") : NULL;
	size_t size;

	boundary = boundary ? boundary + strlen("boundary=") : "";
	size = strlen(boundary);
	if (size > 1 && *boundary == '"' && boundary[size - 1] == '"') {
		boundary++;
		size -= 2;
	}
	*walk = (struct part_walk){.delimiter = xasprintf("--%.*s", (int)size, boundary),
	                           .end = body + len};
	walk->at = memmem(body, len, walk->delimiter, strlen(walk->delimiter));
}

/* Behind the end of the line at s, which the library lets be an LF alone. */
static const char *next_line(const char *s, const char *end)
{
	const char *lf = memchr(s, '\n', (size_t)(end - s));

	return lf ? lf + 1 : end;
}

static bool is_empty_line(const char *s)
{
	return *s == '\n' || (*s == '\r' && s[1] == '\n');
}

/* Where the delimiter stands next behind an end of a line; the end of the body where it does not.
 */
static const char *find_delimiter(const struct part_walk *walk, const char *s)
{
	size_t len = strlen(walk->delimiter);

	while ((s = memmem(s, (size_t)(walk->end - s), "\r\n--", 4))) {
		if ((size_t)(walk->end - s) >= len + 2 && memcmp(s + 2, walk->delimiter, len) == 0)
			return s;
		s += 4;
	}
	return walk->end;
}

/* False: there is no further part. */
static bool next_part(struct part_walk *walk, struct part *part)
{
	if (!walk->at)
		return false;
	part->head = walk->at + strlen(walk->delimiter);
	if (walk->end - part->head >= 2 && memcmp(part->head, "--", 2) == 0)
		return false;
	part->head = part->value = next_line(part->head, walk->end);
	while (part->value < walk->end && !is_empty_line(part->value))
		part->value = next_line(part->value, walk->end);
	part->value = next_line(part->value, walk->end);
	part->end = find_delimiter(walk, part->value);
	walk->at = part->end < walk->end ? part->end + 2 : NULL;
	return true;
}

static bool head_has(const struct part *part, const char *what)
{
	char *head = xstrndup(part->head, (size_t)(part->value - part->head));
	bool has = strcasestr(head, what);

	free(head);
	return has;
}

/* Why a body could be read in two ways; NULL: it cannot. A CR alone would be an end of a line to
 * some and none to others, and parts within a part have names that the part itself has not. */
static const char *doubt(struct MHD_Connection *connection, const struct buf *body)
{
	struct part_walk walk;
	struct part part;
	const char *end = body->data + body->len;
	bool nested = false;

	for (const char *s = body->data; (s = memchr(s, '\r', (size_t)(end - s))); s++)
		if (s[1] != '\n')
			return "the body has a CR without LF";
	begin_walk(&walk, connection, body->data, body->len);
	while (!nested && next_part(&walk, &part))
		nested = head_has(&part, "multipart/");
	free(walk.delimiter);
	return nested ? "parts within a part are not accepted" : NULL;
}

static bool is_file(const struct part *part)
{
	return head_has(part, "filename=") || head_has(part, "filename*=");
}

/* As browsers write it: quotes within are %22. */
static char *file_name(const struct part *part)
{
	char *head = xstrndup(part->head, (size_t)(part->value - part->head));
	const char *begin = strcasestr(head, "filename=\"");
	char *name;

	begin = begin ? begin + strlen("filename=\"") : "";
	name = xstrndup(begin, strcspn(begin, "\"\r\n"));
	free(head);
	return name;
}

static bool add_file(struct multipart_files *files, const struct part *part, struct buf *text,
                     struct problem *p)
{
	size_t len = (size_t)(part->end - part->value);
	unsigned char digest[SHA256_DIGEST_LENGTH];
	struct multipart_file *file;

	if (!len)
		return true;
	if (files->n == MULTIPART_FILES_MAX)
		return problem_set(p, 400, "more than %d files", MULTIPART_FILES_MAX);
	file = &files->list[files->n++];
	buf_add(&file->data, part->value, len);
	file->name = file_name(part);
	SHA256((const unsigned char *)part->value, len, digest);
	for (size_t i = 0; i < sizeof(digest); i++)
		snprintf(file->digest + 2 * i, 3, "%02x", digest[i]);
	buf_adds(text, file->digest);
	return true;
}

bool multipart_take_files(struct MHD_Connection *connection, struct buf *body,
                          struct multipart_files *files, struct problem *p)
{
	const char *kept = body->data;
	struct part_walk walk;
	struct part part;
	struct buf text = {0};
	bool ok = true;

	begin_walk(&walk, connection, body->data, body->len);
	while (ok && next_part(&walk, &part)) {
		if (!is_file(&part))
			continue;
		buf_add(&text, kept, (size_t)(part.value - kept));
		ok = add_file(files, &part, &text, p);
		kept = part.end;
	}
	buf_add(&text, kept, (size_t)(walk.end - kept));
	buf_adds(&text, "");
	free(walk.delimiter);
	buf_release(body);
	*body = text;
	return ok;
}

void multipart_files_release(struct multipart_files *files)
{
	for (size_t i = 0; i < files->n; i++) {
		buf_release(&files->list[i].data);
		free(files->list[i].name);
	}
	files->n = 0;
}

bool multipart_decode(struct MHD_Connection *connection, const struct buf *body,
                      struct params *params, struct problem *p)
{
	struct part_reader r = {.params = params, .problem = p};
	struct MHD_PostProcessor *processor =
	        MHD_create_post_processor(connection, PIECE, on_piece, &r);
	const char *why;
	bool ok;

	if (!processor)
		return problem_set(p, 415,
		                   "Content-Type: a boundary of 2 to 70 characters is expected");
	why = doubt(connection, body);
	if (why)
		problem_set(p, 400, "%s", why);
	ok = !why && MHD_post_process(processor, body->data, body->len) == MHD_YES;
	ok = MHD_destroy_post_processor(processor) == MHD_YES && ok;
	ok = end_part(&r) && ok && !p->status;
	buf_release(&r.name);
	buf_release(&r.value);
	return ok ? true : problem_set(p, 400, "the body is not complete multipart/form-data");
}

char *multipart_without(struct MHD_Connection *connection, const char *body, size_t len,
                        const char *name, size_t *out_len)
{
	char *header = xasprintf("name=\"%s\"", name);
	const char *kept = body;
	struct part_walk walk;
	struct part part;
	struct buf out = {0};

	begin_walk(&walk, connection, body, len);
	while (next_part(&walk, &part)) {
		if (!head_has(&part, header))
			continue;
		buf_add(&out, kept, (size_t)(part.value - kept));
		kept = part.end;
	}
	buf_add(&out, kept, (size_t)(walk.end - kept));
	free(walk.delimiter);
	free(header);
	*out_len = out.len;
	return buf_steal(&out);
}
