/* Asks the database for nothing, and notes when it answered. */
#include "syncd/core/pulse.h"

#include "lib/base/when.h"
#include "lib/base/xmalloc.h"

#include <stdlib.h>

/* ms: between two questions; after one that failed; how old an answer may be. */
enum { PAUSE = 3000, AGAIN = 200, STALE = 10000 };

static const struct db_stmt ping = {"ping", "select 1", 0};

struct pulse {
	struct db *db;
	const struct db_lane *reads, *ingest;
	bool asked;
	int64_t next, answered; /* ticks */
};

struct pulse *pulse_new(struct db *db, const struct db_lane *reads, const struct db_lane *ingest)
{
	struct pulse *pulse = xcalloc(1, sizeof(*pulse));

	pulse->db = db;
	pulse->reads = reads;
	pulse->ingest = ingest;
	pulse->answered = when_ticks() - STALE;
	return pulse;
}

bool pulse_beats(const struct pulse *pulse)
{
	return db_state(pulse->db) == DB_READY && when_ticks() - pulse->answered < STALE &&
	       db_lane_state(pulse->reads) == DB_READY && db_lane_state(pulse->ingest) == DB_READY;
}

static void on_answer(void *arg, const PGresult *res, const struct db_error *error)
{
	struct pulse *pulse = arg;

	pulse->asked = false;
	pulse->next = when_ticks() + (error ? AGAIN : PAUSE);
	if (!error)
		pulse->answered = when_ticks();
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

	if (!may_ask(pulse) || when_ticks() < pulse->next)
		return;
	pulse->asked = true;
	db_query(pulse->db, &ping, NULL, on_answer, pulse);
}

const struct job_ops pulse_job = {
        .name = "pulse",
        .timeout = pulse_timeout,
        .step = pulse_step,
        .free = free,
};
