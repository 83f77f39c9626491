/* In the sandbox no program can be run, no foreign socket opened and no file changed outside the
 * named folders; what the daemon does all day goes on. Each attempt in a process of its own.
 *
 * uses: syncd/core/sandbox.c
 */
#include "syncd/core/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "lib/base/xmalloc.h"

enum { SKIPPED = 77 };

static char *outside, *inside;

static int failed(long result)
{
	return result < 0 ? errno : 0;
}

static int write_file(const char *folder)
{
	char *path = xasprintf("%s/file", folder);
	int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600), error = failed(fd);

	free(path);
	if (fd >= 0)
		close(fd);
	return error;
}

static int try_execute(void)
{
	char name[] = "true";
	char *const arguments[] = {name, NULL};

	return failed(execv("/bin/true", arguments));
}

static int try_mount(void)
{
	return failed(mount("none", inside, "tmpfs", 0, NULL));
}

static int try_setuid(void)
{
	return failed(syscall(SYS_setuid, getuid()));
}

static int try_packets(void)
{
	return failed(socket(AF_PACKET, SOCK_DGRAM, 0));
}

static int try_tcp(void)
{
	return failed(socket(AF_INET6, SOCK_STREAM, 0));
}

static int try_outside(void)
{
	return write_file(outside);
}

static int try_remove(void)
{
	return failed(rmdir(outside));
}

static int try_inside(void)
{
	return write_file(inside);
}

static int try_read(void)
{
	return failed(open("/etc/passwd", O_RDONLY | O_CLOEXEC));
}

static bool has_landlock(void)
{
	return syscall(SYS_landlock_create_ruleset, NULL, 0, 1) > 0;
}

/* errno of the attempt in the sandbox, 0: it went well. */
static int attempt(int (*act)(void))
{
	struct settings settings = {.publish = inside};
	int status;
	pid_t pid = fork();

	assert_true(pid >= 0);
	if (pid == 0) {
		sandbox_enter(&settings);
		_exit(act());
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static void test_forbidden(void **state)
{
	assert_int_equal(attempt(try_execute), EPERM);
	assert_int_equal(attempt(try_mount), EPERM);
	assert_int_equal(attempt(try_setuid), EPERM);
	assert_int_equal(attempt(try_packets), EAFNOSUPPORT);
}

static void test_allowed(void **state)
{
	assert_int_equal(attempt(try_tcp), 0);
	assert_int_equal(attempt(try_inside), 0);
	assert_int_equal(attempt(try_read), 0);
}

static void test_files(void **state)
{
	if (!has_landlock())
		skip();
	assert_int_equal(attempt(try_outside), EACCES);
	assert_int_equal(attempt(try_remove), EACCES);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_forbidden),
	        cmocka_unit_test(test_allowed),
	        cmocka_unit_test(test_files),
	};
	const char *tmp = getenv("TMPDIR"), *preload = getenv("LD_PRELOAD");
	char *folder, *file;
	int result;

	if (preload && strstr(preload, "vgpreload")) {
		printf("valgrind makes system calls of its own\n");
		return SKIPPED;
	}
	folder = xasprintf("%s/sandbox.XXXXXX", tmp ? tmp : "/tmp");
	if (!mkdtemp(folder))
		return 1;
	inside = xasprintf("%s/inside", folder);
	outside = xasprintf("%s/outside", folder);
	if (mkdir(inside, 0700) < 0 || mkdir(outside, 0700) < 0)
		return 1;
	result = cmocka_run_group_tests(tests, NULL, NULL);
	file = xasprintf("%s/file", inside);
	unlink(file);
	free(file);
	rmdir(inside);
	rmdir(outside);
	rmdir(folder);
	free(inside);
	free(outside);
	free(folder);
	return result;
}
