/* Leases sources whose turn it is and has a run read each. */
#include "syncd/poll/poll.h"

#include "lib/base/xmalloc.h"
#include "syncd/core/lease_job.h"
#include "syncd/poll/poll_run.h"

#include <stdlib.h>

struct poll {
	struct lease_job lease;
	struct poll_runs runs;
};

static int room(const void *arg)
{
	const struct poll *poll = arg;

	return POLL_RUNS_MAX - poll->runs.count;
}

static void retell(void *arg)
{
	struct poll *poll = arg;

	poll_runs_step(&poll->runs);
}

static void begin(void *arg, const PGresult *res)
{
	struct poll *poll = arg;

	poll_runs_begin(&poll->runs, res);
}

static const struct lease_rules rules = {
        .name = "poll",
        .appname = "varta-syncd poll",
        .topic = "config",
        .lease = {"poll_lease", "select * from sync.poll_lease($1::text, $2::integer, $3::integer)",
                  3},
        .next = {"poll_next", "select sync.poll_next()", 0},
        .pause = LEASE_PAUSE,
        .breath = 100,
        .room = room,
        .retell = retell,
        .begin = begin,
};

static void on_run_end(void *arg)
{
	lease_job_wake(arg);
}

struct poll *poll_new(const struct settings *s, struct http_client *client,
                      const struct credentials *keys, const char *lease_owner,
                      struct metrics *metrics)
{
	struct poll *poll = xcalloc(1, sizeof(*poll));

	/* between two reports to the database: a request to a peer, and the pause before it */
	poll->lease = (struct lease_job){.rules = &rules,
	                                 .arg = poll,
	                                 .owner = lease_owner,
	                                 .seconds = 2 * s->push_timeout / 1000 + 90};
	lease_job_open(&poll->lease, s);
	poll->runs = (struct poll_runs){.db = poll->lease.db,
	                                .client = client,
	                                .keys = keys,
	                                .lease_owner = lease_owner,
	                                .lease_seconds = poll->lease.seconds,
	                                .timeout = s->push_timeout,
	                                .batch = (size_t)s->batch,
	                                .metrics = metrics,
	                                .ended = on_run_end,
	                                .arg = &poll->lease};
	LIST_INIT(&poll->runs.list);
	return poll;
}

static void poll_free(void *self)
{
	struct poll *poll = self;

	lease_job_close(&poll->lease);
	poll_runs_free(&poll->runs);
	free(poll);
}

static int64_t poll_timeout(const void *self)
{
	const struct poll *poll = self;

	return job_sooner(lease_job_timeout(self), poll_runs_timeout(&poll->runs));
}

/* What is not read to the end is given back. */
static void poll_quiesce(void *self)
{
	struct poll *poll = self;

	lease_job_quiesce(&poll->lease);
	poll->runs.draining = true;
}

static bool poll_busy(const void *self)
{
	const struct poll *poll = self;

	return poll->runs.count > 0 || poll->lease.asked;
}

const struct job_ops poll_job = {
        .name = "poll",
        .descriptors = lease_job_descriptors,
        .timeout = poll_timeout,
        .step = lease_job_step,
        .quiesce = poll_quiesce,
        .busy = poll_busy,
        .free = poll_free,
};
