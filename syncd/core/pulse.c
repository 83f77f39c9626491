/* Asks the database for a sign, and notes when it answered. */
#include "syncd/core/pulse.h"

#include "lib/base/log.h"
#include "lib/base/when.h"
#include "lib/base/xmalloc.h"
#include "lib/db/db_error.h"
#include "lib/db/db_params.h"
#include "lib/db/db_result.h"

#include <stdlib.h>

/* ms: between two questions at most; after one that failed; how old an answer may be. */
enum { PAUSE = 7000, AGAIN = 200, STALE = 10000 };

static const struct db_stmt enlist = {"enlist", "select sync.enlist($1::text)", 1};
static const struct db_stmt beat = {
        "beat", "select ended, freed, wait from sync.beat($1::text, $2::integer)", 2};

struct pulse {
	struct db *db;
	const struct db_lane *reads, *ingest;
	const char *owner;
	int idle, pause; /* ms */
	bool asked;
	int64_t next, answered; /* ticks */
};

struct pulse *pulse_new(struct db *db, const struct db_lane *reads, const struct db_lane *ingest,
                        const char *owner, int idle)
{
	struct pulse *pulse = xcalloc(1, sizeof(*pulse));

	pulse->db = db;
	pulse->reads = reads;
	pulse->ingest = ingest;
	pulse->owner = owner;
	pulse->idle = idle;
	pulse->pause = idle < PAUSE ? idle : PAUSE;
	pulse->answered = when_ticks() - STALE;
	return pulse;
}

bool pulse_beats(const struct pulse *pulse)
{
	return db_state(pulse->db) == DB_READY && when_ticks() - pulse->answered < STALE &&
	       db_lane_state(pulse->reads) == DB_READY && db_lane_state(pulse->ingest) == DB_READY;
}

static void on_enlisted(void *arg, const PGresult *res, const struct db_error *error)
{
	if (error && !db_error_is_offline(error))
		log_warnx("the database does not note that this daemon lives: %s", error->message);
}

void pulse_begin(struct pulse *pulse)
{
	struct db_params params = {0};

	db_params_text(&params, pulse->owner);
	db_query(pulse->db, &enlist, params.text, on_enlisted, pulse);
	pulse->next = when_ticks();
}

static void tell(int64_t ended, int64_t freed)
{
	if (ended)
		log_info("transactions that operators left open and that were ended: %lld",
		         (long long)ended);
	if (freed)
		log_info("leases of daemons that are gone, and that are free: %lld",
		         (long long)freed);
}

static void on_answer(void *arg, const PGresult *res, const struct db_error *error)
{
	struct pulse *pulse = arg;
	int64_t now = when_ticks(), wait;

	pulse->asked = false;
	pulse->next = now + AGAIN;
	if (error) {
		if (!db_error_is_offline(error))
			log_warnx("the database gives no sign: %s", error->message);
		return;
	}
	tell(db_result_int(res, 0, "ended"), db_result_int(res, 0, "freed"));
	wait = PQgetisnull(res, 0, PQfnumber(res, "wait")) ? pulse->pause
	                                                   : db_result_int(res, 0, "wait");
	pulse->next = now + (wait < pulse->pause ? wait : pulse->pause);
	pulse->answered = now;
}

static bool may_ask(const struct pulse *pulse)
{
	return !pulse->asked && db_state(pulse->db) == DB_READY;
}

static int64_t pulse_timeout(const void *self)
{
	const struct pulse *pulse = self;

	return may_ask(pulse) ? job_left(pulse->next) : -1;
}

static void pulse_step(void *self)
{
	struct pulse *pulse = self;
	struct db_params params = {0};

	if (!may_ask(pulse) || when_ticks() < pulse->next)
		return;
	pulse->asked = true;
	db_params_text(&params, pulse->owner);
	db_params_int(&params, pulse->idle);
	db_query(pulse->db, &beat, params.text, on_answer, pulse);
	db_params_release(&params);
	db_expect_sign(pulse->db);
}

const struct job_ops pulse_job = {
        .name = "pulse",
        .timeout = pulse_timeout,
        .step = pulse_step,
        .free = free,
};
