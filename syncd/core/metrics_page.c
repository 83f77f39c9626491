/* Serves the page of metrics, and counts the outbox every now and then. */
#include "syncd/core/metrics_page.h"

#include "lib/base/log.h"
#include "lib/base/when.h"
#include "lib/base/xmalloc.h"
#include "lib/db/db_error.h"
#include "lib/db/db_result.h"

#include <microhttpd.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
	PAUSE = 15000,    /* ms between two looks at the outbox: Prometheus comes about as often */
	CONNECTIONS = 16, /* at a time */
	PATIENCE = 10     /* seconds until who is slow is dropped */
};

static const struct db_stmt count_outbox = {"counts", "select * from sync.outbox_counts()", 0};

struct metrics_page {
	struct MHD_Daemon *daemon;
	struct metrics *metrics;
	struct db *db;
	bool asked;
	int64_t next; /* when to look at the outbox */
};

static enum MHD_Result answer(struct MHD_Connection *connection, unsigned status, struct buf *text)
{
	size_t len = text->len;
	struct MHD_Response *response =
	        MHD_create_response_from_buffer(len, buf_steal(text), MHD_RESPMEM_MUST_FREE);
	enum MHD_Result result;

	if (!response)
		fatalx("out of memory");
	MHD_add_response_header(response, "Content-Type",
	                        "text/plain; version=0.0.4; charset=utf-8");
	result = MHD_queue_response(connection, status, response);
	MHD_destroy_response(response);
	return result;
}

/* Who brings a body is cut off. */
static enum MHD_Result on_access(void *cls, struct MHD_Connection *connection, const char *url,
                                 const char *method, const char *version, const char *data,
                                 size_t *data_len, void **request)
{
	struct metrics_page *page = cls;
	struct buf text = {0};

	if (strcmp(url, "/metrics") != 0 || strcmp(method, "GET") != 0) {
		buf_adds(&text, "GET /metrics\n");
		return answer(connection, 404, &text);
	}
	metrics_set(page->metrics, METRIC_DATABASE, db_state(page->db) == DB_READY, "%s", "");
	metrics_write(page->metrics, &text);
	return answer(connection, 200, &text);
}

struct metrics_page *metrics_page_new(struct metrics *metrics, struct db *db, int fd)
{
	struct metrics_page *page = xcalloc(1, sizeof(*page));

	page->metrics = metrics;
	page->db = db;
	page->daemon = MHD_start_daemon(
	        MHD_USE_EPOLL, 0, NULL, NULL, on_access, page, MHD_OPTION_LISTEN_SOCKET, fd,
	        MHD_OPTION_CONNECTION_LIMIT, (unsigned)CONNECTIONS, MHD_OPTION_CONNECTION_TIMEOUT,
	        (unsigned)PATIENCE, MHD_OPTION_SIGPIPE_HANDLED_BY_APP, 1, MHD_OPTION_END);
	if (!page->daemon) {
		close(fd);
		free(page);
		return NULL;
	}
	return page;
}

static void metrics_page_free(void *self)
{
	struct metrics_page *page = self;

	MHD_stop_daemon(page->daemon);
	free(page);
}

static void metrics_page_descriptors(const void *self, struct job_descriptors *fds)
{
	const struct metrics_page *page = self;

	job_wait_fd(fds, MHD_get_daemon_info(page->daemon, MHD_DAEMON_INFO_EPOLL_FD)->epoll_fd,
	            POLLIN);
}

static bool may_ask(const struct metrics_page *page)
{
	return !page->asked && db_state(page->db) == DB_READY;
}

static int64_t metrics_page_timeout(const void *self)
{
	const struct metrics_page *page = self;
	MHD_UNSIGNED_LONG_LONG ms;
	int64_t wait = -1;

	if (MHD_get_timeout(page->daemon, &ms) == MHD_YES)
		wait = ms < 3600000 ? (int64_t)ms : 3600000;
	return may_ask(page) ? job_sooner(wait, job_left(page->next)) : wait;
}

static void set_transport(struct metrics *metrics, const PGresult *res, int row)
{
	static const char *const states[] = {"pending", "failed", "dead"};
	const char *transport = db_result_text(res, row, "transport");

	for (size_t i = 0; i < sizeof(states) / sizeof(*states); i++)
		metrics_set(metrics, METRIC_OUTBOX, db_result_int(res, row, states[i]),
		            "transport=\"%s\",state=\"%s\"", transport, states[i]);
	metrics_set(metrics, METRIC_OUTBOX_AGE, db_result_int(res, row, "age"), "transport=\"%s\"",
	            transport);
}

static void on_counts(void *arg, const PGresult *res, const struct db_error *error)
{
	struct metrics_page *page = arg;

	page->asked = false;
	page->next = when_ticks() + PAUSE;
	if (error && !db_error_is_offline(error))
		log_warnx("the outbox cannot be counted: %s", error->message);
	for (int row = 0; res && row < PQntuples(res); row++)
		set_transport(page->metrics, res, row);
}

static void metrics_page_step(void *self)
{
	struct metrics_page *page = self;

	MHD_run(page->daemon);
	if (!may_ask(page) || when_ticks() < page->next)
		return;
	page->asked = true;
	db_query(page->db, &count_outbox, NULL, on_counts, page);
}

const struct job_ops metrics_page_job = {
        .name = "metrics",
        .descriptors = metrics_page_descriptors,
        .timeout = metrics_page_timeout,
        .step = metrics_page_step,
        .free = metrics_page_free,
};
