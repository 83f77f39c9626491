/* Gives up rights: system calls by seccomp, files by Landlock. */
#include "syncd/core/sandbox.h"

#include "lib/base/log.h"
#include "lib/base/xmalloc.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <seccomp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

/* What a daemon has no use for. The leak checker of a build with sanitizers traces its own process.
 */
static const char *const forbidden[] = {
        "execve",
        "execveat",
        "process_vm_readv",
        "process_vm_writev",
        "process_madvise",
        "kcmp",
        "pidfd_getfd",
        "mount",
        "umount2",
        "pivot_root",
        "chroot",
        "move_mount",
        "open_tree",
        "fsopen",
        "fsmount",
        "fspick",
        "mount_setattr",
        "unshare",
        "setns",
        "init_module",
        "finit_module",
        "delete_module",
        "kexec_load",
        "kexec_file_load",
        "bpf",
        "perf_event_open",
        "userfaultfd",
        "add_key",
        "request_key",
        "keyctl",
        "setuid",
        "setgid",
        "setreuid",
        "setregid",
        "setresuid",
        "setresgid",
        "setgroups",
        "setfsuid",
        "setfsgid",
        "capset",
        "acct",
        "quotactl",
        "reboot",
        "swapon",
        "swapoff",
        "sethostname",
        "setdomainname",
        "settimeofday",
        "clock_settime",
        "adjtimex",
        "clock_adjtime",
        "syslog",
        "iopl",
        "ioperm",
        "modify_ldt",
        "personality",
        "name_to_handle_at",
        "open_by_handle_at",
        "io_uring_setup",
#ifndef __SANITIZE_ADDRESS__
        "ptrace",
#endif
};

static void forbid(scmp_filter_ctx filter, const char *name)
{
	int number = seccomp_syscall_resolve_name(name);

	/* this library or this machine may not know one of them */
	if (number != __NR_SCMP_ERROR && number >= 0 &&
	    seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), number, 0) != 0)
		fatalx("seccomp: '%s' cannot be forbidden", name);
}

/* Name services ask the kernel over netlink. */
static void forbid_sockets(scmp_filter_ctx filter)
{
	static const int allowed[] = {AF_UNIX, AF_INET, AF_INET6, AF_NETLINK};

	for (int family = 0; family < AF_MAX; family++) {
		const struct scmp_arg_cmp is_family = {
		        .arg = 0, .op = SCMP_CMP_EQ, .datum_a = (scmp_datum_t)family};
		bool ok = false;

		for (size_t i = 0; i < sizeof(allowed) / sizeof(*allowed); i++)
			ok = ok || allowed[i] == family;
		if (!ok && seccomp_rule_add_array(filter, SCMP_ACT_ERRNO(EAFNOSUPPORT),
		                                  SCMP_SYS(socket), 1, &is_family) != 0)
			fatalx("seccomp: sockets cannot be forbidden");
	}
}

static void enter_seccomp(void)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
	int error;

	if (!filter)
		fatalx("seccomp_init failed");
	for (size_t i = 0; i < sizeof(forbidden) / sizeof(*forbidden); i++)
		forbid(filter, forbidden[i]);
	forbid_sockets(filter);
	error = seccomp_load(filter);
	if (error)
		log_warnx("seccomp: %s; no system call is forbidden", strerror(-error));
	seccomp_release(filter);
}

enum {
	CHANGES = LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR |
	          LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_CHAR |
	          LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG |
	          LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_MAKE_FIFO |
	          LANDLOCK_ACCESS_FS_MAKE_BLOCK | LANDLOCK_ACCESS_FS_MAKE_SYM
};

static void allow_folder(int rules, const char *folder, unsigned long long access)
{
	struct landlock_path_beneath_attr rule = {.allowed_access = access};

	rule.parent_fd = open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (rule.parent_fd < 0) {
		log_warn("nothing can be written in '%s'", folder);
		return;
	}
	if (syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) < 0)
		fatal("landlock_add_rule");
	close(rule.parent_fd);
}

static void allow_folder_of(int rules, const char *file)
{
	const char *slash = strrchr(file, '/');
	char *folder = slash ? xstrndup(file, (size_t)(slash - file) + 1) : xstrdup(".");

	allow_folder(rules, folder, CHANGES);
	free(folder);
}

/* glibc has no functions for these calls. */
static void enter_landlock(const struct settings *settings)
{
	const struct landlock_ruleset_attr attr = {.handled_access_fs = CHANGES};
	long rules = syscall(SYS_landlock_create_ruleset, &attr, sizeof(attr), 0);

	if (rules < 0) {
		log_info("the kernel has no Landlock: files are not closed off");
		return;
	}
	allow_folder((int)rules, "/dev", LANDLOCK_ACCESS_FS_WRITE_FILE);
	if (settings->publish)
		allow_folder((int)rules, settings->publish, CHANGES);
	if (settings->log_folder)
		allow_folder((int)rules, settings->log_folder, CHANGES);
	if (settings->media_dir)
		allow_folder((int)rules, settings->media_dir, CHANGES);
	if (settings->port_file)
		allow_folder_of((int)rules, settings->port_file);
	if (syscall(SYS_landlock_restrict_self, (int)rules, 0) < 0)
		fatal("landlock_restrict_self");
	close((int)rules);
}

void sandbox_enter(const struct settings *settings)
{
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
		fatal("PR_SET_NO_NEW_PRIVS");
	enter_landlock(settings);
	enter_seccomp();
}
