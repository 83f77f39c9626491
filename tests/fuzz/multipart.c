/* multipart/form-data, as a report with its texts and as an upload with its file. Of the key
 * nothing is left in what is kept, and what cannot be told apart is refused with a reason.
 *
 * uses: syncd/open311/georeport.c syncd/open311/comment.c syncd/open311/media_fields.c
 * syncd/open311/request_filter.c syncd/open311/text_fields.c syncd/open311/date.c
 * syncd/content/multipart.c syncd/content/upload.c syncd/content/params.c syncd/content/problem.c
 */
#include "syncd/content/multipart.h"

#include "syncd/content/upload.h"
#include "tests/fuzz/report.h"

#include <microhttpd.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

/* The first byte of an input says which. */
static const char *const types[] = {
        "multipart/form-data; boundary=xy",
        "multipart/form-data; boundary=\"x y\"",
        "multipart/form-data; boundary=----WebKitFormBoundaryA1b2C3d4E5f6G7h8",
};
enum { TYPES = sizeof(types) / sizeof(*types) };

/* Of the library, each with one of the types; they are never answered. */
static struct MHD_Connection *connections[TYPES];

static enum MHD_Result keep(void *cls, struct MHD_Connection *connection, const char *url,
                            const char *method, const char *version, const char *data,
                            size_t *data_len, void **context)
{
	struct MHD_Connection **kept = cls;

	while (*kept && *kept != connection)
		kept++;
	*kept = connection;
	return MHD_YES;
}

static void connect_one(struct MHD_Daemon *daemon, const char *type)
{
	struct sockaddr_in from = {.sin_family = AF_INET};
	int ends[2];

	MUST(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends) == 0);
	MUST(dprintf(ends[0],
	             "POST / HTTP/1.1\r\nHost: x\r\nContent-Type: %s\r\n"
	             "Content-Length: 9\r\n\r\n",
	             type) > 0);
	MUST(MHD_add_connection(daemon, ends[1], (struct sockaddr *)&from, sizeof(from)) ==
	     MHD_YES);
	MHD_run(daemon);
	MHD_run(daemon);
}

/* Of a type that is refused by itself no body would be looked at. */
static bool is_taken(struct MHD_Connection *connection)
{
	struct buf body = {0};
	struct params params = {0};
	struct problem p = {0};
	bool taken;

	buf_adds(&body, "");
	taken = multipart_decode(connection, &body, &params, &p) || p.status != 415;
	problem_release(&p);
	params_release(&params);
	buf_release(&body);
	return taken;
}

static void open_connections(void)
{
	struct MHD_Daemon *daemon = MHD_start_daemon(MHD_USE_EPOLL | MHD_USE_NO_LISTEN_SOCKET, 0,
	                                             NULL, NULL, keep, connections, MHD_OPTION_END);

	MUST(daemon);
	for (size_t i = 0; i < TYPES; i++) {
		connect_one(daemon, types[i]);
		MUST(connections[i] && is_taken(connections[i]));
	}
}

static void check_kept(struct MHD_Connection *connection, const struct buf *body)
{
	struct params params = {0};
	struct problem p = {0};
	struct buf kept = {0};

	kept.data = multipart_without(connection, body->data, body->len, "api_key", &kept.len);
	MUST(kept.len <= body->len);
	MUST(multipart_decode(connection, &kept, &params, &p));
	MUST(!params_get(&params, "api_key"));
	params_release(&params);
	free(kept.data);
}

static void check_report(struct MHD_Connection *connection, const struct buf *body)
{
	struct params params = {0};
	struct problem p = {0};

	if (multipart_decode(connection, body, &params, &p)) {
		check_params(&params);
		check_kept(connection, body);
	} else {
		check_problem(&p);
	}
	params_release(&params);
}

static void check_upload(struct MHD_Connection *connection, const struct buf *body)
{
	struct params params = {0};
	struct problem p = {0};
	struct buf file = {0};

	if (upload_read(connection, body, &file, &params, &p))
		MUST(file.len > 0 && file.len < body->len);
	else
		check_problem(&p);
	params_release(&params);
	buf_release(&file);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct multipart_files files = {0};
	struct problem p = {0};
	struct buf body = {0};
	size_t which = size ? *data % TYPES : 0;

	if (!connections[0])
		open_connections();
	buf_adds(&body, "");
	if (size > 1)
		buf_add(&body, (const char *)data + 1, size - 1);
	check_upload(connections[which], &body);
	if (!multipart_take_files(connections[which], &body, &files, &p))
		check_problem(&p);
	else if (utf8_valid(body.data, body.len, NULL)) /* body.c refuses others */
		check_report(connections[which], &body);
	multipart_files_release(&files);
	buf_release(&body);
	return 0;
}
