/* Passes on what the database says on the main connection. */
#include "syncd/main_connection.h"

#include "lib/base/log.h"
#include "syncd/core/pulse.h"
#include "syncd/daemon.h"
#include "syncd/http/sources.h"

/* ms after which a server that does not answer is asked to cancel, and then left. */
enum { SILENCE = 6000 };

static void on_state(void *arg, enum db_state state, const char *why)
{
	struct daemon *daemon = arg;

	if (state == DB_READY) {
		log_info("the database is there");
		pulse_begin(daemon->pulse);
		sources_load(daemon->sources);
	} else if (state == DB_DOWN) {
		log_warnx("the database cannot be reached: %s; next attempt in %d ms", why,
		          db_retry_in(daemon->db));
	}
}

/* Everything that is asked of the database depends on the sources. */
static void on_notify(void *arg, const char *topic)
{
	struct daemon *daemon = arg;

	sources_load(daemon->sources);
}

void *main_connection_open(struct daemon *daemon)
{
	struct db_options options = job_db_options(&daemon->settings, "varta-syncd");
	const struct db_hooks hooks = {.state = on_state, .notify = on_notify, .arg = daemon};

	options.answer_timeout = SILENCE; /* the pulse asks over it every few seconds */
	daemon->db = db_new(&options, &hooks);
	daemon->sources = sources_new(daemon->db);
	return daemon;
}

static void main_connection_descriptors(const void *self, struct job_descriptors *fds)
{
	const struct daemon *daemon = self;

	job_wait_db(fds, daemon->db);
}

static int64_t main_connection_timeout(const void *self)
{
	const struct daemon *daemon = self;

	return db_timeout(daemon->db);
}

static void main_connection_step(void *self)
{
	struct daemon *daemon = self;

	db_step(daemon->db);
}

static void main_connection_free(void *self)
{
	struct daemon *daemon = self;

	db_free(daemon->db);
	sources_free(daemon->sources);
}

const struct job_ops main_connection_job = {
        .name = "database",
        .descriptors = main_connection_descriptors,
        .timeout = main_connection_timeout,
        .step = main_connection_step,
        .free = main_connection_free,
};
