/* What jobs have in common: descriptors, timeouts and a connection of their own. */
#include "syncd/core/job.h"

#include "lib/base/log.h"
#include "lib/base/when.h"

#include <poll.h>

enum { JOB_STATEMENT = 10 }; /* times the statement_timeout */

void job_wait_fd(struct job_descriptors *fds, int fd, short events)
{
	if (fd < 0)
		return;
	if (fds->n == JOB_DESCRIPTORS_MAX)
		fatalx("too many descriptors to wait on");
	fds->list[fds->n++] =
	        (struct curl_waitfd){.fd = fd,
	                             .events = (short)((events & POLLIN ? CURL_WAIT_POLLIN : 0) |
	                                               (events & POLLOUT ? CURL_WAIT_POLLOUT : 0))};
}

void job_wait_db(struct job_descriptors *fds, const struct db *db)
{
	job_wait_fd(fds, db_fd(db), db_events(db));
}

int64_t job_sooner(int64_t a, int64_t b)
{
	return a < 0 || (b >= 0 && b < a) ? b : a;
}

int64_t job_left(int64_t deadline)
{
	int64_t left = deadline - when_ticks();

	return left > 0 ? left : 0;
}

/* From here more is allowed than there: the server ends a statement better than we do. */
static void set_statement_timeout(struct db_options *options, int ms)
{
	options->statement_timeout = ms;
	options->answer_timeout = ms + options->lock_timeout;
}

struct db_options job_db_options(const struct settings *settings, const char *appname)
{
	struct db_options options = {.conninfo = settings->database,
	                             .appname = appname,
	                             .language = settings->language,
	                             .connect_timeout = settings->connect_timeout,
	                             .reconnect_max = settings->reconnect_max,
	                             .lock_timeout = settings->lock_timeout};

	set_statement_timeout(&options, settings->statement_timeout);
	return options;
}

struct db *job_connect(const struct settings *settings, const char *appname,
                       const struct db_hooks *hooks)
{
	struct db_options options = job_db_options(settings, appname);

	options.warnings = true;
	set_statement_timeout(&options, JOB_STATEMENT * settings->statement_timeout);
	return db_new(&options, hooks);
}

void job_listen(struct db *db, const char *topic)
{
	static const struct db_stmt listen = {NULL, "select sync.listen($1)", 1};

	db_listen(db, &listen, topic);
}
