/* Timeouts of lib/db against a real server: a query that takes too long is cancelled, a server that
 * says nothing is left.
 *
 * uses: tests/lib/observed.c */
#include "tests/lib/observed.h"

#include "lib/base/xmalloc.h"

#include <netinet/in.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

/* A connection with timeouts; answer_timeout is ms. */
static struct observed *open_impatient(int answer_timeout)
{
	const struct db_options options = {.conninfo = "dbname=postgres",
	                                   .appname = "varta-unit",
	                                   .connect_timeout = OBSERVED_LIMIT,
	                                   .reconnect_max = 1000,
	                                   .lock_timeout = 1500,
	                                   .statement_timeout = 90000,
	                                   .answer_timeout = answer_timeout};
	struct observed *seen = observed_open(&options);

	observed_until_state(seen, DB_READY);
	return seen;
}

/* The process of the server that serves seen. */
static pid_t backend_of(struct observed *seen)
{
	static const struct db_stmt get = {NULL, "select pg_backend_pid()", 0};
	pid_t pid;

	observed_ask(seen, "pid", &get, NULL);
	observed_until_answers(seen, 1);
	pid = (pid_t)strtol(strchr(seen->answers.data, '=') + 1, NULL, 10);
	assert_true(pid > 1);
	return pid;
}

static void cancel_ends_the_query(void **state)
{
	struct observed *seen = observed_open_ready();
	struct observed *other = observed_open_ready();
	uint64_t ticket, behind;

	observed_ask(seen, "name", &observed_name, "sleeper");
	observed_until_answers(seen, 1);
	ticket = observed_ask(seen, "nap", &observed_nap, "600");
	behind = observed_ask(seen, "behind", &observed_echo, "1");
	observed_until_sleeper(other);
	db_cancel(seen->db, behind);
	db_cancel(seen->db, ticket);
	observed_until_answers(seen, 3);
	assert_string_equal(seen->answers.data, "name=sleeper nap!57014 behind=1 ");
	db_cancel(seen->db, ticket);
	observed_close(seen);
	observed_close(other);
}

static void timeouts_are_set(void **state)
{
	static const struct db_stmt get = {NULL,
	                                   "select concat_ws(' ', current_setting('lock_timeout'), "
	                                   "current_setting('statement_timeout'))",
	                                   0};
	struct observed *seen = open_impatient(0), *other = observed_open_ready();

	observed_ask(seen, "set", &get, NULL);
	observed_until_answers(seen, 1);
	observed_ask(other, "unset", &get, NULL);
	observed_until_answers(other, 1);
	assert_string_equal(seen->answers.data, "set=1500ms 90s ");
	assert_string_equal(other->answers.data, "unset=0 0 ");
	observed_close(seen);
	observed_close(other);
}

static void late_answer_is_cancelled(void **state)
{
	struct observed *seen = open_impatient(2000);

	observed_ask(seen, "nap", &observed_nap, "600");
	observed_ask(seen, "behind", &observed_echo, "1");
	observed_until_answers(seen, 2);
	assert_string_equal(seen->answers.data, "nap!57014 behind=1 ");
	observed_close(seen);
}

static void stopped_server_is_left(void **state)
{
	struct observed *seen = open_impatient(2000);
	pid_t pid = backend_of(seen);

	assert_int_equal(kill(pid, SIGSTOP), 0);
	observed_ask(seen, "lost", &observed_echo, "1");
	observed_until_state(seen, DB_DOWN);
	assert_int_equal(kill(pid, SIGCONT), 0);
	assert_non_null(strstr(seen->answers.data, "lost!08006 "));
	assert_string_equal(seen->why, "no answer within 2 s");
	observed_until_state(seen, DB_READY);
	observed_close(seen);
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
	seen = observed_open_at(conninfo, 200);
	observed_until_state(seen, DB_DOWN);
	assert_string_equal(seen->why, "no answer within 0.2 s");
	observed_close(seen);
	free(conninfo);
	close(fd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(cancel_ends_the_query),
	        cmocka_unit_test(timeouts_are_set),
	        cmocka_unit_test(late_answer_is_cancelled),
	        cmocka_unit_test(stopped_server_is_left),
	        cmocka_unit_test(silent_host_is_given_up),
	};

	observed_begin();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
