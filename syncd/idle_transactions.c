/* Has the database look every few seconds for transactions that are idle for too long. */
#include "syncd/idle_transactions.h"

#include "lib/base/log.h"
#include "lib/base/when.h"
#include "lib/base/xmalloc.h"
#include "lib/db/db_error.h"
#include "lib/db/db_params.h"
#include "lib/db/db_result.h"

#include <stdlib.h>

enum { PAUSE_MAX = 5000 }; /* ms between two looks at most */

static const struct db_stmt end_idle = {"end_idle", "select sync.end_idle($1::int)", 1};

struct idle_transactions {
	struct db *db;
	int limit, pause; /* ms */
	bool asked;
	int64_t next; /* ticks */
};

struct idle_transactions *idle_transactions_new(const struct settings *s)
{
	struct idle_transactions *idle = xcalloc(1, sizeof(*idle));
	const struct db_hooks hooks = {0};

	idle->limit = s->idle_transaction;
	idle->pause = idle->limit / 2 < PAUSE_MAX ? idle->limit / 2 : PAUSE_MAX;
	idle->db = job_connect(s, "varta-syncd idle", &hooks);
	return idle;
}

static void idle_transactions_free(void *self)
{
	struct idle_transactions *idle = self;

	db_free(idle->db);
	free(idle);
}

static void on_ended(void *arg, const PGresult *res, const struct db_error *error)
{
	struct idle_transactions *idle = arg;
	int64_t n = db_value_int(res, 0);

	idle->asked = false;
	idle->next = when_ticks() + idle->pause;
	if (error && !db_error_is_offline(error))
		log_warnx("idle transactions cannot be ended: %s", error->message);
	if (n)
		log_info("transactions that operators left open and that were ended: %lld",
		         (long long)n);
}

static void ask(struct idle_transactions *idle)
{
	struct db_params params = {0};

	idle->asked = true;
	db_params_int(&params, idle->limit);
	db_query(idle->db, &end_idle, params.text, on_ended, idle);
	db_params_release(&params);
}

static void idle_transactions_descriptors(const void *self, struct job_descriptors *fds)
{
	const struct idle_transactions *idle = self;

	job_wait_db(fds, idle->db);
}

static bool may_ask(const struct idle_transactions *idle)
{
	return !idle->asked && db_state(idle->db) == DB_READY;
}

static int64_t idle_transactions_timeout(const void *self)
{
	const struct idle_transactions *idle = self;
	int64_t wait = db_timeout(idle->db);

	return may_ask(idle) ? job_sooner(wait, job_left(idle->next)) : wait;
}

static void idle_transactions_step(void *self)
{
	struct idle_transactions *idle = self;

	db_step(idle->db);
	if (may_ask(idle) && when_ticks() >= idle->next)
		ask(idle);
}

const struct job_ops idle_transactions_job = {
        .name = "idle transactions",
        .descriptors = idle_transactions_descriptors,
        .timeout = idle_transactions_timeout,
        .step = idle_transactions_step,
        .free = idle_transactions_free,
};
