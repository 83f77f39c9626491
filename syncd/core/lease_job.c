/* Leases what is due, and knows when to look again. */
#include "syncd/core/lease_job.h"

#include "lib/base/log.h"
#include "lib/base/when.h"
#include "lib/db/db_error.h"
#include "lib/db/db_params.h"
#include "lib/db/db_result.h"

#include <string.h>

#define CONFIG "config"
#define ERASED "erased"

enum { AGAIN = 10000 }; /* ms until the next attempt after one that failed */

void lease_job_wake(struct lease_job *job)
{
	job->again = true;
	job->next = when_ticks();
}

/* wait: ms until something is due, -1: nobody knows. */
static void idle(struct lease_job *job, int64_t wait)
{
	const struct lease_rules *rules = job->rules;

	if (rules->wait)
		wait = job_sooner(wait, rules->wait(job->arg));
	if (wait < 0 || wait > rules->pause)
		wait = rules->pause;
	if (job->empty && wait < rules->breath)
		wait = rules->breath;
	job->asked = false;
	job->next = when_ticks() + (job->again ? 0 : wait);
	job->again = false;
}

void lease_job_give_up(struct lease_job *job)
{
	job->again = false;
	idle(job, AGAIN);
}

static void on_next(void *arg, const PGresult *res, const struct db_error *error)
{
	idle(arg, error ? AGAIN : db_value_int(res, -1));
}

static void ask_next(struct lease_job *job)
{
	struct db_params params = {0};

	db_params_id(&params, job->extra);
	db_query(job->db, &job->rules->next, params.text, on_next, job);
}

void lease_job_end(struct lease_job *job)
{
	ask_next(job);
}

static void on_lease(void *arg, const PGresult *res, const struct db_error *error)
{
	struct lease_job *job = arg;
	const struct lease_rules *rules = job->rules;

	job->empty = !res || !PQntuples(res);
	job->again = job->again || (!rules->whole && res && PQntuples(res) >= job->rows);
	if (error && !db_error_is_offline(error))
		log_warnx("%s: nothing can be leased: %s", rules->name, error->message);
	if (error && rules->whole)
		lease_job_give_up(job);
	if (!rules->next.sql)
		idle(job, job->empty ? -1 : 0);
	if (res)
		rules->begin(job->arg, res);
}

static void ask(struct lease_job *job)
{
	struct db_params params = {0};

	job->asked = true;
	job->again = false;
	job->rows = job->rules->room(job->arg);
	job->leased = when_ticks();
	db_params_text(&params, job->owner);
	db_params_int(&params, job->rows);
	db_params_int(&params, job->seconds);
	db_params_id(&params, job->extra);
	db_query(job->db, &job->rules->lease, params.text, on_lease, job);
	if (!job->rules->whole && job->rules->next.sql)
		ask_next(job);
}

static void on_state(void *arg, enum db_state state, const char *why)
{
	if (state == DB_READY)
		lease_job_wake(arg);
}

static void on_listening(void *arg, const PGresult *res, const struct db_error *error)
{
	lease_job_wake(arg);
}

static void listen_again(struct lease_job *job, const char *topic)
{
	static const struct db_stmt listen = {NULL, "select sync.listen($1)", 1};
	const char *const params[] = {topic};

	db_query(job->db, &listen, params, on_listening, job);
}

/* Where the configuration changes it may be for other cities: they have channels of their own. */
static void on_notify(void *arg, const char *topic)
{
	struct lease_job *job = arg;

	if (strcmp(topic, ERASED) == 0) {
		job->rules->renew(job->arg);
	} else if (strcmp(topic, CONFIG) == 0 && strcmp(job->rules->topic, CONFIG) != 0) {
		listen_again(job, job->rules->topic);
		if (job->rules->renew)
			listen_again(job, ERASED);
	} else {
		lease_job_wake(job);
	}
}

void lease_job_open(struct lease_job *job, const struct settings *settings)
{
	const struct db_hooks hooks = {.state = on_state, .notify = on_notify, .arg = job};

	if (job->rules->appname)
		job->db = job_connect(settings, job->rules->appname, &hooks);
	job_listen(job->db, job->rules->topic);
	if (strcmp(job->rules->topic, CONFIG) != 0)
		job_listen(job->db, CONFIG);
	if (job->rules->renew)
		job_listen(job->db, ERASED);
	job->next = when_ticks() + job->rules->pause;
}

void lease_job_close(struct lease_job *job)
{
	if (job->rules->appname)
		db_free(job->db);
}

int64_t lease_job_until(const struct lease_job *job)
{
	return job->leased + job->seconds * 1000LL;
}

void lease_job_descriptors(const void *self, struct job_descriptors *fds)
{
	const struct lease_job *job = self;

	job_wait_db(fds, job->db);
}

static bool may_ask(const struct lease_job *job)
{
	return !job->asked && !job->draining && db_state(job->db) == DB_READY &&
	       job->rules->room(job->arg) > 0;
}

int64_t lease_job_timeout(const void *self)
{
	const struct lease_job *job = self;
	int64_t wait = job->rules->appname ? db_timeout(job->db) : -1;

	if (job->rules->late && db_state(job->db) == DB_READY)
		wait = job_sooner(wait, job->rules->late(job->arg));
	return may_ask(job) ? job_sooner(wait, job_left(job->next)) : wait;
}

void lease_job_step(void *self)
{
	struct lease_job *job = self;

	if (job->rules->appname)
		db_step(job->db);
	if (job->rules->retell)
		job->rules->retell(job->arg);
	if (may_ask(job) && when_ticks() >= job->next)
		ask(job);
}

void lease_job_quiesce(void *self)
{
	struct lease_job *job = self;

	job->draining = true;
}
