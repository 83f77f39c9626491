/* Gives every tree its turn, and knows when the next turns are due. */
#include "syncd/site/publish.h"

#include "lib/base/when.h"
#include "lib/base/xmalloc.h"
#include "syncd/core/lease_job.h"
#include "syncd/page/file_writer.h"
#include "syncd/site/site_target.h"
#include "syncd/site/site_turn.h"
#include "syncd/site/site_update.h"

#include <poll.h>
#include <stdlib.h>

struct publish {
	struct lease_job lease; /* of turns: what is due for a tree its site_update leases */
	struct file_writer *writer;
	struct site_update update;
	struct site_target_list targets;
	struct site_target *now; /* whose turn it is */
};

static void go_on(struct publish *publish)
{
	while (publish->now && !site_turn_begin(&publish->update, publish->now))
		publish->now = LIST_NEXT(publish->now, link);
	if (!publish->now)
		lease_job_end(&publish->lease);
}

static void on_update_end(void *arg, bool well)
{
	struct publish *publish = arg;

	if (!well && db_state(publish->lease.db) != DB_READY) {
		publish->now = NULL;
		lease_job_give_up(&publish->lease);
		return;
	}
	publish->now = LIST_NEXT(publish->now, link);
	go_on(publish);
}

static int room(const void *arg)
{
	const struct publish *publish = arg;

	return !file_writer_busy(publish->writer);
}

/* A tree that is stale is made whole when its time has come. */
static int64_t wait_for_whole(const void *arg)
{
	const struct publish *publish = arg;
	const struct site_target *target;
	int64_t now = when_ticks(), wait = -1;

	LIST_FOREACH(target, &publish->targets, link)
		if (target->stale && target->whole_at > now)
			wait = job_sooner(wait, target->whole_at - now);
	return wait;
}

static void retell(void *arg)
{
	struct publish *publish = arg;
	char *why;

	if (!file_writer_end(publish->writer, &why))
		return;
	site_turn_written(&publish->update, why);
	free(why);
}

static void begin(void *arg, const PGresult *res)
{
	struct publish *publish = arg;

	site_targets_read(&publish->targets, res);
	publish->now = LIST_FIRST(&publish->targets);
	go_on(publish);
}

static const struct lease_rules rules = {
        .name = "publish",
        .appname = "varta-syncd publish",
        .topic = "outbox",
        .lease = {"trees", "select * from sync.publish_sources()", 0},
        .next = {"tree_next", "select sync.outbox_next('publish')", 0},
        .pause = LEASE_PAUSE,
        .whole = true,
        .room = room,
        .wait = wait_for_whole,
        .retell = retell,
        .begin = begin,
};

struct publish *publish_new(const struct settings *s, const char *lease_owner,
                            struct metrics *metrics, char **why)
{
	struct file_writer *writer;
	struct publish *publish;

	*why = NULL;
	writer = s->publish ? file_writer_new(s->publish, why) : NULL;
	if (!writer)
		return NULL;
	publish = xcalloc(1, sizeof(*publish));
	publish->writer = writer;
	publish->lease = (struct lease_job){.rules = &rules, .arg = publish, .owner = lease_owner};
	lease_job_open(&publish->lease, s);
	publish->update = (struct site_update){.settings = s,
	                                       .metrics = metrics,
	                                       .db = publish->lease.db,
	                                       .writer = writer,
	                                       .lease_owner = lease_owner,
	                                       .ended = on_update_end,
	                                       .arg = publish};
	LIST_INIT(&publish->targets);
	return publish;
}

static void publish_free(void *self)
{
	struct publish *publish = self;

	lease_job_close(&publish->lease);
	file_writer_free(publish->writer);
	site_targets_free(&publish->targets);
	site_update_release(&publish->update);
	free(publish);
}

static void publish_descriptors(const void *self, struct job_descriptors *fds)
{
	const struct publish *publish = self;

	lease_job_descriptors(&publish->lease, fds);
	if (file_writer_busy(publish->writer))
		job_wait_fd(fds, file_writer_fd(publish->writer), POLLIN);
}

static void publish_quiesce(void *self)
{
	struct publish *publish = self;

	lease_job_quiesce(&publish->lease);
	publish->update.draining = true;
}

static bool publish_busy(const void *self)
{
	const struct publish *publish = self;

	return publish->lease.asked;
}

const struct job_ops publish_job = {
        .name = "publish",
        .descriptors = publish_descriptors,
        .timeout = lease_job_timeout,
        .step = lease_job_step,
        .quiesce = publish_quiesce,
        .busy = publish_busy,
        .free = publish_free,
};
