/* Forbids core dumps and looks into the memory of the process. */
#include "lib/program/coredump.h"

#include <sys/prctl.h>
#include <sys/resource.h>

void coredump_forbid(void)
{
	const struct rlimit none = {0, 0};

	setrlimit(RLIMIT_CORE, &none);
#ifndef __SANITIZE_ADDRESS__ /* whose leak checker traces its own process */
	prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
#endif
}
