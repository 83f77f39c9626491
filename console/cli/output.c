/* Tells a reader that has gone, which is fine, from an output that cannot be written. */
#include "console/cli/output.h"

#include "lib/base/i18n.h"
#include "lib/base/log.h"

#include <poll.h>
#include <stdio.h>
#include <unistd.h>

bool output_unread(void)
{
	struct pollfd reader = {.fd = STDOUT_FILENO};

	if (fflush(stdout) == 0 && !ferror(stdout))
		return false;
	if (poll(&reader, 1, 0) == 1 && reader.revents & (POLLERR | POLLHUP))
		return true;
	fatalx("%s", _("cannot write the output"));
}
