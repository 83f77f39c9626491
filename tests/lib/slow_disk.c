/* A disk that takes its time, for tests: whoever syncs a file or folder whose path has
 * SLOW_DISK_NAME in it waits as long as the file SLOW_DISK_HOLD is there; that somebody waits says
 * the file SLOW_DISK_HOLD.waits. Loaded by LD_PRELOAD. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static void say_that_it_waits(const char *hold)
{
	char path[PATH_MAX];
	int fd;

	snprintf(path, sizeof(path), "%s.waits", hold);
	fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	if (fd >= 0)
		close(fd);
}

static void wait_while_held(int file)
{
	const struct timespec moment = {.tv_nsec = 5000000};
	const char *name = getenv("SLOW_DISK_NAME"), *hold = getenv("SLOW_DISK_HOLD");
	char link[64], path[PATH_MAX];
	ssize_t n;

	snprintf(link, sizeof(link), "/proc/self/fd/%d", file);
	n = readlink(link, path, sizeof(path) - 1);
	path[n > 0 ? n : 0] = '\0';
	if (!name || !hold || !strstr(path, name))
		return;
	while (access(hold, F_OK) == 0) {
		say_that_it_waits(hold);
		nanosleep(&moment, NULL);
	}
}

int fsync(int file)
{
	wait_while_held(file);
	return ((__typeof__(&fsync))dlsym(RTLD_NEXT, "fsync"))(file);
}
