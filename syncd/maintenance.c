/* Goes through the tasks of the database that are due, one call after the other. */
#include "syncd/maintenance.h"

#include "lib/base/log.h"
#include "lib/base/when.h"
#include "lib/base/xmalloc.h"
#include "lib/db/db_result.h"

#include <stdlib.h>
#include <string.h>

enum { PAUSE = 60000 };

/* Each takes about a tenth of a second, and tells how many it did; it is made again until that
 * is 0. */
static const struct task {
	struct db_stmt stmt;
	const char *done, *failed;
} all[] = {
        {{"index", "select sync.index_texts(500)", 0},
         "texts indexed",
         "the texts could not be indexed"},
        {{"erase", "select sync.erase_due(1)", 0},
         "requests whose personal data were erased",
         "personal data could not be erased"},
        {{"mail_tidy", "select sync.mail_tidy(1000)", 0},
         "addresses that nobody confirmed, and old mails, that have gone",
         "addresses that nobody confirmed could not be forgotten"},
        {{"expire_keys", "select sync.expire_keys(1000)", 0},
         "old keys of acts that have gone",
         "old keys of acts could not be forgotten"},
        {{"orders_tick", "select sync.orders_tick(100)", 0},
         "orders of which their owners were reminded, or that are the head's now",
         "nobody could be reminded of an order"},
};

static const struct db_stmt ask_due = {"tasks_due", "select * from sync.tasks_due()", 0};

enum { INDEX, TASKS = sizeof(all) / sizeof(all[0]) };

struct maintenance {
	struct db *db;
	size_t at;       /* the one that the database works on; TASKS: none */
	bool due[TASKS]; /* those of this turn */
	bool asked;      /* the database looks what is due */
	bool again;      /* texts changed meanwhile */
	int64_t next;    /* when all tasks are due */
	int64_t number;  /* done by the task at hand */
};

static void ask(struct maintenance *maintenance);

/* The next task that is due, from at on. */
static void begin(struct maintenance *maintenance, size_t at)
{
	while (at < TASKS && !maintenance->due[at])
		at++;
	maintenance->at = at;
	if (at < TASKS)
		ask(maintenance);
}

static void begin_index(struct maintenance *maintenance)
{
	maintenance->again = false;
	maintenance->due[INDEX] = true;
	begin(maintenance, INDEX);
}

static bool rests(const struct maintenance *maintenance)
{
	return maintenance->at == TASKS && !maintenance->asked;
}

static void on_due(void *arg, const PGresult *res, const struct db_error *error)
{
	struct maintenance *maintenance = arg;

	maintenance->asked = false;
	if (error && strncmp(error->sqlstate, "08", 2) != 0)
		log_warnx("it is not known what is to be tidied: %s", error->message);
	for (size_t i = 0; i < TASKS; i++) {
		maintenance->due[i] = i == INDEX && maintenance->again;
		for (int row = 0; res && row < PQntuples(res); row++)
			if (strcmp(PQgetvalue(res, row, 0), all[i].stmt.name) == 0)
				maintenance->due[i] = true;
	}
	maintenance->again = false;
	begin(maintenance, INDEX);
}

static void begin_all(struct maintenance *maintenance)
{
	maintenance->next = when_ticks() + PAUSE;
	maintenance->asked = true;
	db_query(maintenance->db, &ask_due, NULL, on_due, maintenance);
}

static void go_on(struct maintenance *maintenance)
{
	if (maintenance->number)
		log_debug("%s: %lld", all[maintenance->at].done, (long long)maintenance->number);
	maintenance->number = 0;
	maintenance->due[maintenance->at] = false;
	begin(maintenance, maintenance->at + 1);
	if (rests(maintenance) && maintenance->again)
		begin_index(maintenance);
}

static void on_done(void *arg, const PGresult *res, const struct db_error *error)
{
	struct maintenance *maintenance = arg;
	int64_t n = db_value_int(res, 0);

	if (error && strncmp(error->sqlstate, "08", 2) != 0)
		log_warnx("%s: %s", all[maintenance->at].failed, error->message);
	maintenance->number += n;
	if (n > 0)
		ask(maintenance);
	else
		go_on(maintenance);
}

static void ask(struct maintenance *maintenance)
{
	db_query(maintenance->db, &all[maintenance->at].stmt, NULL, on_done, maintenance);
}

static void on_state(void *arg, enum db_state state, const char *why)
{
	struct maintenance *maintenance = arg;

	if (state == DB_READY && rests(maintenance))
		begin_all(maintenance);
}

static void on_notify(void *arg, const char *topic)
{
	struct maintenance *maintenance = arg;

	if (rests(maintenance))
		begin_index(maintenance);
	else
		maintenance->again = true;
}

struct maintenance *maintenance_new(const struct settings *s)
{
	struct maintenance *maintenance = xcalloc(1, sizeof(*maintenance));
	const struct db_hooks hooks = {.state = on_state, .notify = on_notify, .arg = maintenance};

	maintenance->at = TASKS;
	maintenance->next = when_ticks() + PAUSE;
	maintenance->db = job_connect(s, "varta-syncd maintenance", &hooks);
	job_listen(maintenance->db, "index");
	return maintenance;
}

static void maintenance_free(void *self)
{
	struct maintenance *maintenance = self;

	db_free(maintenance->db);
	free(maintenance);
}

static void maintenance_descriptors(const void *self, struct job_descriptors *fds)
{
	const struct maintenance *maintenance = self;

	job_wait_db(fds, maintenance->db);
}

static bool may_begin(const struct maintenance *maintenance)
{
	return rests(maintenance) && db_state(maintenance->db) == DB_READY;
}

static int64_t maintenance_timeout(const void *self)
{
	const struct maintenance *maintenance = self;
	int64_t wait = db_timeout(maintenance->db);

	return may_begin(maintenance) ? job_sooner(wait, job_left(maintenance->next)) : wait;
}

static void maintenance_step(void *self)
{
	struct maintenance *maintenance = self;

	db_step(maintenance->db);
	if (may_begin(maintenance) && when_ticks() >= maintenance->next)
		begin_all(maintenance);
}

const struct job_ops maintenance_job = {
        .name = "maintenance",
        .descriptors = maintenance_descriptors,
        .timeout = maintenance_timeout,
        .step = maintenance_step,
        .free = maintenance_free,
};
