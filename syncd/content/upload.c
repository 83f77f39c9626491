/* Reads the file and the texts of an upload with libmicrohttpd. */
#include "syncd/content/upload.h"

#include <microhttpd.h>
#include <string.h>

enum { PIECE = 65536 };

struct upload_reader {
	struct buf *file;
	struct params *params;
	struct problem *problem;
};

/* The texts, a key and a jurisdiction, are short: they come in one piece. */
static enum MHD_Result on_piece(void *cls, enum MHD_ValueKind kind, const char *key,
                                const char *filename, const char *content_type,
                                const char *encoding, const char *data, uint64_t offset,
                                size_t size)
{
	struct upload_reader *r = cls;

	if (key && strcmp(key, "media") == 0) {
		if (!offset && r->file->len)
			return problem_set(r->problem, 400, "media: one file at a time") ? MHD_YES
			                                                                 : MHD_NO;
		buf_add(r->file, data, size);
		return MHD_YES;
	}
	return params_add(r->params, key ? key : "", key ? strlen(key) : 0, data, size, r->problem)
	               ? MHD_YES
	               : MHD_NO;
}

bool upload_read(struct MHD_Connection *connection, const struct buf *body, struct buf *file,
                 struct params *params, struct problem *p)
{
	struct upload_reader r = {.file = file, .params = params, .problem = p};
	struct MHD_PostProcessor *processor =
	        MHD_create_post_processor(connection, PIECE, on_piece, &r);
	bool ok;

	if (!processor)
		return problem_set(p, 415, "Content-Type: multipart/form-data is expected");
	ok = MHD_post_process(processor, body->data, body->len) == MHD_YES;
	ok = MHD_destroy_post_processor(processor) == MHD_YES && ok && !p->status;
	if (!ok)
		return problem_set(p, 400, "the body is not complete multipart/form-data");
	return file->len ? true : problem_set(p, 400, "media: missing");
}
