/* lib/db against a real server: queries share a round trip and are answered in their order, one
 * that fails disturbs no other, and a lost connection comes back with its channels. Where no
 * server is named by PGHOST there is nothing to test. Everything waits for what it expects to
 * see; LIMIT only ends a test that waits in vain. */
#include <netinet/in.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "lib/base/buf.h"
#include "lib/base/i18n.h"
#include "lib/base/when.h"
#include "lib/base/xmalloc.h"
#include "lib/db/db.h"
#include "lib/db/db_array.h"

enum { SKIPPED = 77, LIMIT = 20000 /* ms */ };

/* What the hooks and the answers of one connection left behind. */
struct observed {
	struct db *db;
	struct buf answers; /* "a=1 b!42P01 ": name, value or SQLSTATE */
	struct buf states;  /* c connecting, r ready, d down */
	struct buf notified;
	char *why;
	int nanswers;
};

/* What an answer is noted as. */
struct probe {
	struct observed *seen;
	const char *name;
};

static void on_state(void *arg, enum db_state state, const char *why)
{
	struct observed *seen = arg;

	buf_addc(&seen->states, "crd"[state]);
	if (state == DB_DOWN) {
		free(seen->why);
		seen->why = xstrdup(why);
	} else {
		assert_null(why);
	}
}

static void on_notify(void *arg, const char *channel)
{
	struct observed *seen = arg;

	buf_addf(&seen->notified, "%s ", channel);
}

static void on_answer(void *arg, const PGresult *res, const struct db_error *error)
{
	struct probe *q = arg;

	assert_true((res == NULL) != (error == NULL));
	if (error != NULL)
		buf_addf(&q->seen->answers, "%s!%s ", q->name, error->sqlstate);
	else
		buf_addf(&q->seen->answers, "%s=%s ", q->name,
		         PQntuples(res) ? PQgetvalue(res, 0, 0) : "");
	q->seen->nanswers++;
	free(q);
}

static uint64_t ask(struct observed *seen, const char *name, const struct db_stmt *stmt,
                    const char *param)
{
	struct probe *q = xmalloc(sizeof(*q));
	const char *const params[] = {param};

	*q = (struct probe){seen, name};
	return db_query(seen->db, stmt, params, on_answer, q);
}

static void step(struct observed *seen)
{
	struct pollfd p = {.fd = db_fd(seen->db), .events = db_events(seen->db)};

	poll(&p, 1, db_timeout(seen->db) == -1 ? 100 : db_timeout(seen->db));
	db_step(seen->db);
}

static bool is_state(struct observed *seen, intptr_t state)
{
	return db_state(seen->db) == (enum db_state)state;
}

static bool has_answers(struct observed *seen, intptr_t n)
{
	return seen->nanswers >= n;
}

static bool is_notified(struct observed *seen, intptr_t unused)
{
	return seen->notified.len > 0;
}

static bool is_notified_last(struct observed *seen, intptr_t unused)
{
	return seen->notified.len > 0 && strstr(seen->notified.data, "a topic ");
}

static void until(struct observed *seen, bool (*reached)(struct observed *, intptr_t),
                  intptr_t value)
{
	int64_t end = when_ticks() + LIMIT;

	while (!reached(seen, value)) {
		assert_true(when_ticks() < end);
		step(seen);
	}
}

static struct observed *open_with(const struct db_options *options)
{
	struct observed *seen = xcalloc(1, sizeof(*seen));
	const struct db_hooks hooks = {on_state, on_notify, seen};

	seen->db = db_new(options, &hooks);
	return seen;
}

static struct observed *open_with_timeout(const char *conninfo, int timeout)
{
	const struct db_options options = {.conninfo = conninfo,
	                                   .appname = "varta-unit",
	                                   .language = "en",
	                                   .connect_timeout = timeout,
	                                   .reconnect_max = 1000};

	return open_with(&options);
}

static struct observed *open_at(const char *conninfo)
{
	return open_with_timeout(conninfo, LIMIT);
}

static struct observed *open_ready(void)
{
	struct observed *seen = open_at("dbname=postgres");

	until(seen, is_state, DB_READY);
	return seen;
}

static void close_seen(struct observed *seen)
{
	db_free(seen->db);
	buf_release(&seen->answers);
	buf_release(&seen->states);
	buf_release(&seen->notified);
	free(seen->why);
	free(seen);
}

static const struct db_stmt echo = {"echo", "select $1::text", 1};
static const struct db_stmt broken = {"broken", "select * from no_such_table where $1 = ''", 1};
static const struct db_stmt divide = {"divide", "select 1 / length($1)", 1};
static const struct db_stmt count_prepared = {
        "count", "select count(*) from pg_prepared_statements where name like $1", 1};
static const struct db_stmt notify = {"notify", "select pg_notify($1, 'a topic')", 1};
static const struct db_stmt listen_city = {NULL, "listen varta_city_7", 0};
static const struct db_stmt listen_config = {NULL, "listen varta_config", 0};
static const struct db_stmt nap = {"nap", "select pg_sleep($1::float8)", 1};
static const struct db_stmt name_me = {"name", "select set_config('application_name', $1, false)",
                                       1};
static const struct db_stmt terminate = {
        "terminate",
        "select count(pg_terminate_backend(pid)) from pg_stat_activity where application_name = $1",
        1};
static const struct db_stmt sleeping = {
        "sleeping",
        "select count(*) from pg_stat_activity where state = 'active' and wait_event = 'PgSleep'"
        " and application_name = $1",
        1};

/* Whether the connection named 'sleeper' is inside pg_sleep(); asked over seen's connection. */
static bool is_executing(struct observed *seen, intptr_t unused)
{
	bool executing;

	seen->nanswers = 0;
	buf_clear(&seen->answers);
	ask(seen, "n", &sleeping, "sleeper");
	until(seen, has_answers, 1);
	executing = strcmp(seen->answers.data, "n=1 ") == 0;
	buf_clear(&seen->answers);
	return executing;
}

static void answers_in_order(void **state)
{
	struct observed *seen = open_ready();

	ask(seen, "a", &echo, "1");
	ask(seen, "b", &echo, "2");
	ask(seen, "c", &echo, NULL);
	ask(seen, "d", &echo, "Київ");
	assert_int_equal(seen->nanswers, 0);
	until(seen, has_answers, 4);
	assert_string_equal(seen->answers.data, "a=1 b=2 c= d=Київ ");
	assert_string_equal(seen->states.data, "r");
	close_seen(seen);
}

static void error_stays_alone(void **state)
{
	struct observed *seen = open_ready();

	ask(seen, "a", &echo, "1");
	ask(seen, "b", &divide, "");
	ask(seen, "c", &echo, "3");
	ask(seen, "d", &divide, "x");
	until(seen, has_answers, 4);
	assert_string_equal(seen->answers.data, "a=1 b!22012 c=3 d=1 ");
	close_seen(seen);
}

/* Both fail with the reason, not the second one with 'no such prepared statement'; and once the
 * table is there, the same statement works on the same connection. */
static void failed_prepare_is_retried(void **state)
{
	static const struct db_stmt create = {NULL, "create temp table no_such_table (a int)", 0};
	struct observed *seen = open_ready();

	ask(seen, "a", &broken, "");
	ask(seen, "b", &broken, "");
	ask(seen, "c", &echo, "3");
	until(seen, has_answers, 3);
	assert_string_equal(seen->answers.data, "a!42P01 b!42P01 c=3 ");
	buf_clear(&seen->answers);
	ask(seen, "create", &create, NULL);
	ask(seen, "a", &broken, "");
	ask(seen, "b", &broken, "");
	until(seen, has_answers, 6);
	assert_string_equal(seen->answers.data, "create= a= b= ");
	close_seen(seen);
}

/* After a schema upgrade a function may return other columns than when it was prepared. */
static void stale_statement_is_prepared_anew(void **state)
{
	static const struct db_stmt create = {NULL, "create temp table t as select 1 as a", 0};
	static const struct db_stmt alter = {NULL, "alter table t alter a type text", 0};
	static const struct db_stmt get = {"get", "select a from t", 0};
	struct observed *seen = open_ready();

	ask(seen, "create", &create, NULL);
	ask(seen, "a", &get, NULL);
	ask(seen, "alter", &alter, NULL);
	ask(seen, "b", &get, NULL);
	ask(seen, "c", &get, NULL);
	until(seen, has_answers, 5);
	assert_string_equal(seen->answers.data, "create= a=1 alter= b=1 c=1 ");
	close_seen(seen);
}

/* A deferred constraint complains at the commit, when the rows have already been answered. */
static void error_at_commit_is_an_error(void **state)
{
	static const struct db_stmt create = {
	        NULL, "create temp table t (a int unique deferrable initially deferred)", 0};
	static const struct db_stmt insert = {"insert", "insert into t values (1) returning a", 0};
	struct observed *seen = open_ready();

	ask(seen, "create", &create, NULL);
	ask(seen, "a", &insert, NULL);
	ask(seen, "b", &insert, NULL);
	ask(seen, "c", &echo, "3");
	until(seen, has_answers, 4);
	assert_string_equal(seen->answers.data, "create= a=1 b!23505 c=3 ");
	close_seen(seen);
}

static void statements_are_prepared_once(void **state)
{
	struct observed *seen = open_ready();

	for (int i = 0; i < 3; i++)
		ask(seen, "a", &echo, "1");
	until(seen, has_answers, 3);
	ask(seen, "a", &echo, "1");
	buf_clear(&seen->answers);
	ask(seen, "n", &count_prepared, "echo-%");
	until(seen, has_answers, 5);
	assert_string_equal(seen->answers.data, "a=1 n=1 ");
	close_seen(seen);
}

static void language_and_name_are_set(void **state)
{
	static const struct db_stmt get = {
	        NULL,
	        "select concat_ws(' ', current_setting('varta.lang'), "
	        "current_setting('application_name'), current_setting('client_encoding'))",
	        0};
	struct observed *seen = open_ready();

	ask(seen, "a", &get, NULL);
	until(seen, has_answers, 1);
	assert_string_equal(seen->answers.data, "a=en varta-unit UTF8 ");
	close_seen(seen);
}

/* More than a socket buffer holds, in both directions at once. */
static void large_values_pass(void **state)
{
	static const struct db_stmt twice = {"twice", "select length($1), $1 || $1", 1};
	struct observed *seen = open_ready();
	char *large = xmalloc(4000001);

	memset(large, 'x', 4000000);
	large[4000000] = '\0';
	ask(seen, "a", &twice, large);
	ask(seen, "b", &twice, large);
	ask(seen, "c", &echo, "1");
	until(seen, has_answers, 3);
	assert_string_equal(seen->answers.data, "a=4000000 b=4000000 c=1 ");
	free(large);
	close_seen(seen);
}

static void arrays_are_read_back(void **state)
{
	static const struct db_stmt stmt = {NULL, "select array_to_json($1::text[])::text", 1};
	struct observed *seen = open_ready();
	struct buf array = {0};

	db_array_adds(&array, "a \"b\", {c}");
	db_array_adds(&array, "d\\e");
	db_array_adds(&array, "null");
	db_array_adds(&array, NULL);
	db_array_adds(&array, "");
	ask(seen, "a", &stmt, db_array_end(&array));
	until(seen, has_answers, 1);
	assert_string_equal(seen->answers.data,
	                    "a=[\"a \\\"b\\\", {c}\",\"d\\\\e\",\"null\",null,\"\"] ");
	buf_release(&array);
	close_seen(seen);
}

static void notifications_arrive(void **state)
{
	struct observed *seen = open_ready();
	struct observed *other = open_ready();

	db_listen(seen->db, &listen_city, NULL);
	db_listen(seen->db, &listen_city, NULL);
	ask(seen, "a", &echo, "listening");
	until(seen, has_answers, 1);
	ask(other, "b", &notify, "varta_city_7");
	until(other, has_answers, 1);
	until(seen, is_notified, 0);
	assert_string_equal(seen->notified.data, "a topic ");
	close_seen(seen);
	close_seen(other);
}

/* A flood of notifications: the first is told at once, the rest once at the end of the pause, and
 * nothing is lost; what is asked for meanwhile is answered. */
static void floods_are_damped(void **state)
{
	static const struct db_stmt flood = {"flood",
	                                     "select count(pg_notify('varta_city_7', i::text)) "
	                                     "from generate_series(1, $1::int) i",
	                                     1};
	struct observed *seen = open_ready();
	struct observed *other = open_ready();
	size_t told;

	db_listen(seen->db, &listen_city, NULL);
	ask(seen, "a", &echo, "listening");
	until(seen, has_answers, 1);
	for (int i = 0; i < 20; i++)
		ask(other, "f", &flood, "1000");
	until(other, has_answers, 20);
	ask(seen, "b", &echo, "answered");
	until(seen, has_answers, 2);
	ask(other, "n", &notify, "varta_city_7");
	until(other, has_answers, 21);
	until(seen, is_notified_last, 0);
	told = 0;
	for (const char *s = seen->notified.data; *s; s++)
		told += *s == ' ';
	assert_in_range(told, 2, 40);
	close_seen(seen);
	close_seen(other);
}

static void connection_comes_back(void **state)
{
	struct observed *seen = open_ready();
	struct observed *other = open_ready();

	db_listen(seen->db, &listen_config, NULL);
	ask(seen, "a", &name_me, "victim");
	until(seen, has_answers, 1);
	ask(other, "kill", &terminate, "victim");
	until(other, has_answers, 1);
	until(seen, is_state, DB_DOWN);
	assert_true(db_retry_in(seen->db) <= 250);
	assert_true(strlen(seen->why) > 0);
	assert_null(strchr(seen->why, '\n'));
	until(seen, is_state, DB_READY);
	assert_string_equal(seen->states.data, "rdcr");
	ask(seen, "b", &echo, "again");
	until(seen, has_answers, 2);
	ask(other, "c", &notify, "varta_config");
	until(other, has_answers, 2);
	until(seen, is_notified, 0);
	assert_string_equal(seen->answers.data, "a=victim b=again ");
	close_seen(seen);
	close_seen(other);
}

/* What was sent has an unknown outcome; what is asked while down was never sent. */
static void lost_queries_are_told(void **state)
{
	struct observed *seen = open_ready();
	struct observed *other = open_ready();

	ask(seen, "name", &name_me, "sleeper");
	ask(seen, "nap", &nap, "600");
	ask(seen, "behind", &echo, "1");
	until(other, is_executing, 0);
	ask(other, "kill", &terminate, "sleeper");
	until(other, has_answers, 2);
	until(seen, is_state, DB_DOWN);
	until(seen, has_answers, 3);
	assert_int_equal(db_fd(seen->db), -1);
	ask(seen, "late", &echo, "2");
	assert_int_equal(seen->nanswers, 3);
	assert_int_equal(db_timeout(seen->db), 0);
	db_step(seen->db);
	assert_string_equal(seen->answers.data, "name=sleeper nap!08006 behind!08006 late!08003 ");
	close_seen(seen);
	close_seen(other);
}

static void cancel_ends_the_query(void **state)
{
	struct observed *seen = open_ready();
	struct observed *other = open_ready();
	uint64_t ticket, behind;

	ask(seen, "name", &name_me, "sleeper");
	until(seen, has_answers, 1);
	ticket = ask(seen, "nap", &nap, "600");
	behind = ask(seen, "behind", &echo, "1");
	until(other, is_executing, 0);
	db_cancel(seen->db, behind);
	db_cancel(seen->db, ticket);
	until(seen, has_answers, 3);
	assert_string_equal(seen->answers.data, "name=sleeper nap!57014 behind=1 ");
	db_cancel(seen->db, ticket);
	close_seen(seen);
	close_seen(other);
}

/* A connection with timeouts; answer_timeout is ms. */
static struct observed *open_impatient(int answer_timeout)
{
	const struct db_options options = {.conninfo = "dbname=postgres",
	                                   .appname = "varta-unit",
	                                   .connect_timeout = LIMIT,
	                                   .reconnect_max = 1000,
	                                   .lock_timeout = 1500,
	                                   .statement_timeout = 90000,
	                                   .answer_timeout = answer_timeout};
	struct observed *seen = open_with(&options);

	until(seen, is_state, DB_READY);
	return seen;
}

static void timeouts_are_set(void **state)
{
	static const struct db_stmt get = {NULL,
	                                   "select concat_ws(' ', current_setting('lock_timeout'), "
	                                   "current_setting('statement_timeout'))",
	                                   0};
	struct observed *seen = open_impatient(0), *other = open_ready();

	ask(seen, "set", &get, NULL);
	until(seen, has_answers, 1);
	ask(other, "unset", &get, NULL);
	until(other, has_answers, 1);
	assert_string_equal(seen->answers.data, "set=1500ms 90s ");
	assert_string_equal(other->answers.data, "unset=0 0 ");
	close_seen(seen);
	close_seen(other);
}

static void late_answer_is_cancelled(void **state)
{
	struct observed *seen = open_impatient(2000);

	ask(seen, "nap", &nap, "600");
	ask(seen, "behind", &echo, "1");
	until(seen, has_answers, 2);
	assert_string_equal(seen->answers.data, "nap!57014 behind=1 ");
	close_seen(seen);
}

/* The process of the server that serves seen. */
static pid_t backend_of(struct observed *seen)
{
	static const struct db_stmt get = {NULL, "select pg_backend_pid()", 0};
	pid_t pid;

	ask(seen, "pid", &get, NULL);
	until(seen, has_answers, 1);
	pid = (pid_t)strtol(strchr(seen->answers.data, '=') + 1, NULL, 10);
	assert_true(pid > 1);
	return pid;
}

static void stopped_server_is_left(void **state)
{
	struct observed *seen = open_impatient(2000);
	pid_t pid = backend_of(seen);

	assert_int_equal(kill(pid, SIGSTOP), 0);
	ask(seen, "lost", &echo, "1");
	until(seen, is_state, DB_DOWN);
	assert_int_equal(kill(pid, SIGCONT), 0);
	assert_non_null(strstr(seen->answers.data, "lost!08006 "));
	assert_string_equal(seen->why, "no answer within 2 s");
	until(seen, is_state, DB_READY);
	close_seen(seen);
}

static void wrong_host_has_a_reason(void **state)
{
	struct observed *seen = open_at("host=/nowhere/at/all dbname=postgres");

	ask(seen, "a", &echo, "1");
	until(seen, is_state, DB_DOWN);
	assert_non_null(strstr(seen->why, "/nowhere/at/all"));
	assert_string_equal(seen->answers.data, "a!08003 ");
	close_seen(seen);

	seen = open_at("dbname=no_such_database");
	until(seen, is_state, DB_DOWN);
	assert_non_null(strstr(seen->why, "no_such_database"));
	close_seen(seen);

	seen = open_at("no connection string");
	until(seen, is_state, DB_DOWN);
	assert_true(strlen(seen->why) > 0);
	close_seen(seen);
}

static bool was_down(struct observed *seen, intptr_t times)
{
	intptr_t n = 0;

	for (size_t i = 0; i < seen->states.len; i++)
		n += seen->states.data[i] == 'd';
	return n >= times;
}

static void pause_doubles(void **state)
{
	const int64_t begin = when_ticks();
	struct observed *seen = open_at("host=/nowhere/at/all");

	until(seen, was_down, 3);
	/* before the third attempt 250 and 500 ms have passed, and 1000 are ahead */
	assert_true(when_ticks() - begin >= 750);
	assert_true(db_retry_in(seen->db) > 500);
	assert_true(db_retry_in(seen->db) <= 1000);
	assert_string_equal(seen->states.data, "dcdcd");
	close_seen(seen);
}

/* A host that accepts and then says nothing. */
static void silent_host_is_given_up(void **state)
{
	struct sockaddr_in address = {.sin_family = AF_INET,
	                              .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t len = sizeof(address);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	struct observed *seen;
	char *conninfo;

	assert_int_equal(bind(fd, (struct sockaddr *)&address, len), 0);
	assert_int_equal(listen(fd, 4), 0);
	assert_int_equal(getsockname(fd, (struct sockaddr *)&address, &len), 0);
	conninfo = xasprintf("host=127.0.0.1 port=%d", ntohs(address.sin_port));
	seen = open_with_timeout(conninfo, 200);
	until(seen, is_state, DB_DOWN);
	assert_string_equal(seen->why, "no answer within 0.2 s");
	close_seen(seen);
	free(conninfo);
	close(fd);
}

/* With queries under way, nothing is called any more and nothing leaks. */
static void free_calls_nothing(void **state)
{
	struct observed *seen = open_ready();
	struct probe *q = xmalloc(sizeof(*q));
	const char *const params[] = {"600"};

	*q = (struct probe){seen, "nap"};
	db_query(seen->db, &nap, params, on_answer, q);
	db_free(seen->db);
	seen->db = NULL;
	assert_int_equal(seen->nanswers, 0);
	free(q);
	close_seen(seen);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(answers_in_order),
	        cmocka_unit_test(error_stays_alone),
	        cmocka_unit_test(failed_prepare_is_retried),
	        cmocka_unit_test(stale_statement_is_prepared_anew),
	        cmocka_unit_test(error_at_commit_is_an_error),
	        cmocka_unit_test(statements_are_prepared_once),
	        cmocka_unit_test(language_and_name_are_set),
	        cmocka_unit_test(large_values_pass),
	        cmocka_unit_test(arrays_are_read_back),
	        cmocka_unit_test(notifications_arrive),
	        cmocka_unit_test(floods_are_damped),
	        cmocka_unit_test(connection_comes_back),
	        cmocka_unit_test(lost_queries_are_told),
	        cmocka_unit_test(cancel_ends_the_query),
	        cmocka_unit_test(timeouts_are_set),
	        cmocka_unit_test(late_answer_is_cancelled),
	        cmocka_unit_test(stopped_server_is_left),
	        cmocka_unit_test(wrong_host_has_a_reason),
	        cmocka_unit_test(pause_doubles),
	        cmocka_unit_test(silent_host_is_given_up),
	        cmocka_unit_test(free_calls_nothing),
	};

	if (getenv("PGHOST") == NULL) {
		printf("no server: PGHOST is not set\n");
		return SKIPPED;
	}
	i18n_init("en");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
