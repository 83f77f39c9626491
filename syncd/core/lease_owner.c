/* Makes the name from the host, the process and chance. */
#include "syncd/core/lease_owner.h"

#include "lib/base/log.h"
#include "lib/base/xmalloc.h"

#include <sys/random.h>
#include <unistd.h>

char *lease_owner_new(void)
{
	char host[65] = "";
	unsigned char salt[4];

	if (gethostname(host, sizeof(host) - 1) < 0 ||
	    getrandom(salt, sizeof(salt), 0) != sizeof(salt))
		fatal("no name for this daemon");
	return xasprintf("%s/%ld/%02x%02x%02x%02x", host, (long)getpid(), salt[0], salt[1], salt[2],
	                 salt[3]);
}
