/* Counts refusals, and waits between them. */
#include "syncd/core/late_note.h"

#include "lib/base/log.h"
#include "lib/base/when.h"
#include "lib/db/db_error.h"
#include "syncd/core/job.h"

#include <string.h>

enum { PAUSE = 1000 }; /* ms */

static void tell_end(const struct late_note *note, const struct db_error *error, const char *job,
                     const char *what)
{
	if (error)
		log_warnx("%s: nobody waits for %s any more: %s", job, what, error->message);
	else if (note->refusals)
		log_warnx("%s: what became of %s is noted, after %d refusals", job, what,
		          note->refusals);
}

bool late_note_again(struct late_note *note, const struct db_error *error, const char *job,
                     const char *what)
{
	if (!error || strcmp(error->sqlstate, "VA001") == 0) {
		tell_end(note, error, job, what);
		return false;
	}
	if (db_error_is_offline(error))
		return true;
	if (!note->refusals++)
		log_warnx("%s: what became of %s cannot be noted, and is said again: %s", job, what,
		          error->message);
	note->next = when_ticks() + PAUSE;
	return true;
}

int64_t late_note_left(const struct late_note *note)
{
	return job_left(note->next);
}
