/* Leases updates for peers, hands them to batches, and reads the peers' keys anew. */
#include "syncd/push/push.h"

#include "lib/base/log.h"
#include "lib/base/xmalloc.h"
#include "lib/db/db_error.h"
#include "syncd/core/credentials.h"
#include "syncd/core/lease_job.h"
#include "syncd/push/push_batch.h"

#include <stdlib.h>

enum { ROWS = 20 }; /* in one lease: what a peer takes within seconds */

static const struct db_stmt retry_rows = {"push_retry", "select sync.outbox_retry($1::text)", 1};

struct push {
	struct lease_job lease;
	struct push_batches batches;
	const char *keys_file;
};

static int room(const void *arg)
{
	const struct push *push = arg;

	return push->batches.count < PUSH_BATCHES_MAX ? ROWS : 0;
}

static void retell(void *arg)
{
	struct push *push = arg;

	push_batches_step(&push->batches);
}

static int64_t late(const void *arg)
{
	const struct push *push = arg;

	return push_batches_late(&push->batches);
}

static void renew(void *arg)
{
	struct push *push = arg;

	log_debug("push: texts were erased; what is leased is read again");
	push_batches_renew(&push->batches);
}

/* Rows come source by source. */
static void begin(void *arg, const PGresult *res)
{
	struct push *push = arg;

	push_batches_begin(&push->batches, res, lease_job_until(&push->lease));
}

static const struct lease_rules rules = {
        .name = "push",
        .appname = "varta-syncd push",
        .topic = "outbox",
        .lease = {"push_lease", "select * from sync.push_lease($1::text, $2::integer, $3::integer)",
                  3},
        .next = {"push_next", "select least(sync.outbox_next('push'), sync.outbox_next('poll'))",
                 0},
        .pause = LEASE_PAUSE,
        .room = room,
        .retell = retell,
        .late = late,
        .renew = renew,
        .begin = begin,
};

static void on_batch_end(void *arg)
{
	lease_job_wake(arg);
}

struct push *push_new(const struct settings *s, struct http_client *client,
                      struct credentials *keys, const char *lease_owner, const char *base_url,
                      struct metrics *metrics)
{
	struct push *push = xcalloc(1, sizeof(*push));

	push->keys_file = s->keys_file;
	push->lease = (struct lease_job){.rules = &rules,
	                                 .arg = push,
	                                 .owner = lease_owner,
	                                 .seconds = (3 * s->push_timeout + 999) / 1000};
	lease_job_open(&push->lease, s);
	push->batches = (struct push_batches){.db = push->lease.db,
	                                      .client = client,
	                                      .keys = keys,
	                                      .lease_owner = lease_owner,
	                                      .base_url = base_url,
	                                      .timeout = s->push_timeout,
	                                      .metrics = metrics,
	                                      .ended = on_batch_end,
	                                      .arg = &push->lease};
	LIST_INIT(&push->batches.list);
	return push;
}

/* What was leased and not delivered, another daemon takes up. */
static void push_free(void *self)
{
	struct push *push = self;

	lease_job_close(&push->lease);
	push_batches_free(&push->batches);
	free(push);
}

/* What is due now is leased at once. */
static void on_retry(void *arg, const PGresult *res, const struct db_error *error)
{
	if (error && !db_error_is_offline(error))
		log_warnx("push: a new key hastens nothing: %s", error->message);
	lease_job_wake(arg);
}

static void retry(void *arg, const char *source)
{
	struct lease_job *lease = arg;
	const char *params[] = {source};

	db_query(lease->db, &retry_rows, params, on_retry, lease);
}

/* Keys that cannot be read leave those in force that were. */
static void push_reload(void *self)
{
	struct push *push = self;
	struct credentials *fresh;
	char *why = credentials_read(push->keys_file, &fresh);

	if (why) {
		log_warnx("%s; the keys stay as they were", why);
	} else {
		credentials_changed(fresh, push->batches.keys, retry, &push->lease);
		credentials_replace(push->batches.keys, fresh);
		log_info("the file of keys was read again");
	}
	free(why);
}

/* What is not begun is given back. */
static void push_quiesce(void *self)
{
	struct push *push = self;

	lease_job_quiesce(&push->lease);
	push->batches.draining = true;
}

static bool push_busy(const void *self)
{
	const struct push *push = self;

	return push->batches.count > 0 || push->lease.asked;
}

const struct job_ops push_job = {
        .name = "push",
        .descriptors = lease_job_descriptors,
        .timeout = lease_job_timeout,
        .step = lease_job_step,
        .reload = push_reload,
        .quiesce = push_quiesce,
        .busy = push_busy,
        .free = push_free,
};
