#include "syncd/core/metrics_page.h"

#include "lib/dberror.h"
#include "lib/log.h"
#include "lib/when.h"
#include "lib/xmalloc.h"
#include "syncd/core/db_json.h"

#include <microhttpd.h>
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
	struct metrics_page *scrape = cls;
	struct buf text = {0};

	if (strcmp(url, "/metrics") != 0 || strcmp(method, "GET") != 0) {
		buf_adds(&text, "GET /metrics\n");
		return answer(connection, 404, &text);
	}
	metrics_set(scrape->metrics, METRIC_DATABASE, db_state(scrape->db) == DB_READY, "%s", "");
	metrics_write(scrape->metrics, &text);
	return answer(connection, 200, &text);
}

struct metrics_page *metrics_page_new(struct metrics *metrics, struct db *db, int fd)
{
	struct metrics_page *scrape = xcalloc(1, sizeof(*scrape));

	scrape->metrics = metrics;
	scrape->db = db;
	scrape->daemon = MHD_start_daemon(
	        MHD_USE_EPOLL, 0, NULL, NULL, on_access, scrape, MHD_OPTION_LISTEN_SOCKET, fd,
	        MHD_OPTION_CONNECTION_LIMIT, (unsigned)CONNECTIONS, MHD_OPTION_CONNECTION_TIMEOUT,
	        (unsigned)PATIENCE, MHD_OPTION_SIGPIPE_HANDLED_BY_APP, 1, MHD_OPTION_END);
	if (!scrape->daemon) {
		close(fd);
		free(scrape);
		return NULL;
	}
	return scrape;
}

void metrics_page_free(struct metrics_page *scrape)
{
	if (!scrape)
		return;
	MHD_stop_daemon(scrape->daemon);
	free(scrape);
}

int metrics_page_fd(const struct metrics_page *scrape)
{
	return scrape ? MHD_get_daemon_info(scrape->daemon, MHD_DAEMON_INFO_EPOLL_FD)->epoll_fd
	              : -1;
}

static bool may_ask(const struct metrics_page *scrape)
{
	return !scrape->asked && db_state(scrape->db) == DB_READY;
}

int64_t metrics_page_timeout(const struct metrics_page *scrape)
{
	MHD_UNSIGNED_LONG_LONG ms;
	int64_t wait = -1, left;

	if (!scrape)
		return -1;
	if (MHD_get_timeout(scrape->daemon, &ms) == MHD_YES)
		wait = ms < 3600000 ? (int64_t)ms : 3600000;
	if (!may_ask(scrape))
		return wait;
	left = scrape->next - when_ticks();
	if (left < 0)
		left = 0;
	return wait >= 0 && wait < left ? wait : left;
}

static void set_transport(struct metrics *metrics, const PGresult *res, int row)
{
	static const char *const states[] = {"pending", "failed", "dead"};
	const char *transport = db_json_text(res, row, "transport");

	for (size_t i = 0; i < sizeof(states) / sizeof(*states); i++)
		metrics_set(metrics, METRIC_OUTBOX,
		            strtoll(db_json_text(res, row, states[i]), NULL, 10),
		            "transport=\"%s\",state=\"%s\"", transport, states[i]);
	metrics_set(metrics, METRIC_OUTBOX_AGE, strtoll(db_json_text(res, row, "age"), NULL, 10),
	            "transport=\"%s\"", transport);
}

static void on_counts(void *arg, const PGresult *res, const struct db_error *error)
{
	struct metrics_page *scrape = arg;

	scrape->asked = false;
	scrape->next = when_ticks() + PAUSE;
	if (error && !dberror_is_offline(error))
		log_warnx("the outbox cannot be counted: %s", error->message);
	for (int row = 0; res && row < PQntuples(res); row++)
		set_transport(scrape->metrics, res, row);
}

void metrics_page_run(struct metrics_page *scrape)
{
	if (!scrape)
		return;
	MHD_run(scrape->daemon);
	if (!may_ask(scrape) || when_ticks() < scrape->next)
		return;
	scrape->asked = true;
	db_query(scrape->db, &count_outbox, NULL, on_counts, scrape);
}
