/* Closes the process off: Landlock, seccomp, limits. */
#include "document/confine.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <sched.h>
#include <seccomp.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Bytes of memory, of the PDF. */
enum { MEMORY = 512 * 1024 * 1024, RESULT = 16 * 1024 * 1024 };

static const int forbidden[] = {
        SCMP_SYS(execve),
        SCMP_SYS(execveat),
        SCMP_SYS(socket),
        SCMP_SYS(socketpair),
        SCMP_SYS(connect),
        SCMP_SYS(bind),
        SCMP_SYS(listen),
        SCMP_SYS(accept),
        SCMP_SYS(accept4),
        SCMP_SYS(sendto),
        SCMP_SYS(sendmsg),
        SCMP_SYS(sendmmsg),
        SCMP_SYS(ptrace),
        SCMP_SYS(bpf),
        SCMP_SYS(mount),
        SCMP_SYS(unshare),
        SCMP_SYS(setns),
        SCMP_SYS(keyctl),
        SCMP_SYS(add_key),
        SCMP_SYS(request_key),
        SCMP_SYS(setuid),
        SCMP_SYS(setgid),
        SCMP_SYS(userfaultfd),
        SCMP_SYS(io_uring_setup),
        SCMP_SYS(pidfd_getfd),
        SCMP_SYS(process_vm_readv),
        SCMP_SYS(process_vm_writev),
        SCMP_SYS(perf_event_open),
        SCMP_SYS(open_by_handle_at),
};

static bool forbid_calls(void)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
	bool ok = filter != NULL;

	for (size_t i = 0; ok && i < sizeof(forbidden) / sizeof(*forbidden); i++)
		ok = seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), forbidden[i], 0) == 0;
	ok = ok && seccomp_load(filter) == 0;
	seccomp_release(filter);
	return ok;
}

/* Threads may be begun: Pango looks for fonts in one. What clone3() is asked for cannot be seen, so
 * that libc has to ask clone() instead. */
static bool forbid_processes(void)
{
	const struct scmp_arg_cmp no_thread = SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD, 0);
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
	bool ok = filter &&
	          seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(clone), 1, no_thread) ==
	                  0 &&
	          seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0) == 0 &&
	          seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(fork), 0) == 0 &&
	          seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(vfork), 0) == 0 &&
	          seccomp_load(filter) == 0;

	seccomp_release(filter);
	return ok;
}

enum {
	FILES = LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_WRITE_FILE |
	        LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR |
	        LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE |
	        LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_DIR |
	        LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_SOCK |
	        LANDLOCK_ACCESS_FS_MAKE_FIFO | LANDLOCK_ACCESS_FS_MAKE_BLOCK |
	        LANDLOCK_ACCESS_FS_MAKE_SYM
};

/* A kernel without Landlock closes off no files. */
static bool forbid_files(const char *fonts)
{
	const struct landlock_ruleset_attr attr = {.handled_access_fs = FILES};
	struct landlock_path_beneath_attr rule = {.allowed_access = LANDLOCK_ACCESS_FS_READ_FILE |
	                                                            LANDLOCK_ACCESS_FS_READ_DIR};
	int rules = (int)syscall(SYS_landlock_create_ruleset, &attr, sizeof(attr), 0);
	bool ok;

	if (rules < 0)
		return true;
	rule.parent_fd = open(fonts, O_PATH | O_DIRECTORY | O_CLOEXEC);
	ok = rule.parent_fd >= 0 &&
	     syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) == 0;
	ok = ok && syscall(SYS_landlock_restrict_self, rules, 0) == 0;
	if (rule.parent_fd >= 0)
		close(rule.parent_fd);
	close(rules);
	return ok;
}

bool confine_enter(const char *fonts)
{
	return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && forbid_files(fonts) && forbid_calls();
}

static void limit(int what, rlim_t value, rlim_t hard)
{
	const struct rlimit to = {value, hard};

	setrlimit(what, &to);
}

bool confine_limit(void)
{
	alarm(CONFINE_WALL);
	limit(RLIMIT_CPU, CONFINE_CPU, CONFINE_CPU + 1);
	limit(RLIMIT_FSIZE, RESULT, RESULT);
#ifndef __SANITIZE_ADDRESS__
	limit(RLIMIT_AS, MEMORY, MEMORY);
#endif
	return forbid_processes();
}
