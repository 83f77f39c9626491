/* Reads days as they are typed. At night the day of a server that runs by UTC is not that of the
 * city. */
#include "console/cli/days_typed.h"

#include "console/cli/zones_read.h"
#include "console/data/zones.h"
#include "lib/base/i18n.h"
#include "lib/base/log.h"

#include <time.h>

bool days_typed(struct cli *cli, const char *text, char first[WHEN_DATE_SIZE],
                char last[WHEN_DATE_SIZE])
{
	zones_read(cli); /* sets the clock */
	zones_release();
	return when_parse_days(text, (int64_t)time(NULL), first, last);
}

bool day_typed(struct cli *cli, const char *text, char day[WHEN_DATE_SIZE])
{
	char first[WHEN_DATE_SIZE];

	if (!text || days_typed(cli, text, first, day))
		return true;
	log_warnx(_("'%s' is no day; such as 2026-03-01, 24.12, today"), text);
	return false;
}
