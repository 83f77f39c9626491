/* An authority of time stamps, RFC 3161: says at which time a checkpoint was there at the latest.
 * What it signed and what it said stand beside the log: stamps/SIZE and stamps/SIZE.tsr. */
#include "lib/base/file_keep.h"
#include "lib/base/log.h"
#include "lib/base/xmalloc.h"
#include "lib/merkle/alarm.h"
#include "lib/merkle/stamp.h"
#include "syncd/anchor/place.h"
#include "syncd/core/http_client.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#define STATE "stamped"

enum { TIMEOUT = 20000, FOLDER_MODE = 0755, FILE_MODE = 0644 };

struct stamping {
	struct anchor_place place;
	struct stamp_query *query; /* under way */
	char *note;
	struct buf stamp; /* that the authority gave, to be kept */
};

static void finish(struct stamping *stamping, enum place_result result, const char *why)
{
	stamp_query_free(stamping->query);
	stamping->query = NULL;
	free(stamping->note);
	stamping->note = NULL;
	buf_release(&stamping->stamp);
	place_end(&stamping->place, result, why);
}

static char *put(const struct stamping *stamping, const char *suffix, const void *data, size_t len)
{
	char *path = xasprintf("%s/stamps/%" PRIu64 "%s", stamping->place.common->folder,
	                       stamping->place.telling, suffix);
	char *why = NULL;

	if (file_keep_folders(path, FOLDER_MODE) < 0 ||
	    file_keep_replace(path, data, len, FILE_MODE) < 0)
		why = alarm_code_of_text(ALARM_DISK, strerror(errno));
	free(path);
	return why;
}

/* The stamp comes last: where it is, its text is, too. */
static char *keep(struct anchor_place *place)
{
	const struct stamping *stamping = (const struct stamping *)place;
	char *why = put(stamping, "", stamping->note, strlen(stamping->note));

	if (!why)
		why = put(stamping, ".tsr", stamping->stamp.data, stamping->stamp.len);
	if (!why)
		place_remember(place, STATE);
	return why;
}

static void on_kept(struct anchor_place *place, const char *why)
{
	finish((struct stamping *)place, why ? PLACE_AGAIN : PLACE_DONE, why);
}

/* Why the answer is none: a code of alarm.h; NULL: it is a stamp. */
static char *judge(const struct stamping *stamping, const struct http_response *answer)
{
	int64_t at;

	if (answer->failure)
		return alarm_code_of_text(ALARM_UNREACHABLE, answer->failure);
	if (answer->status != 200)
		return alarm_code(ALARM_STATUS, (uint64_t)answer->status, 0);
	return stamp_answer(stamping->query, answer->body, answer->len,
	                    stamping->place.common->settings->log_timestamp_ca, &at);
}

static void on_answer(void *arg, const struct http_response *answer)
{
	struct stamping *stamping = arg;
	char *why = judge(stamping, answer);

	if (why) {
		finish(stamping, PLACE_AGAIN, why);
	} else {
		buf_add(&stamping->stamp, answer->body, answer->len);
		place_keep(&stamping->place, keep, on_kept);
	}
	free(why);
}

static void stamping_begin(struct anchor_place *place, const char *note,
                           const struct checkpoint *checkpoint)
{
	struct stamping *stamping = (struct stamping *)place;
	struct buf der = {0};

	stamping->note = xstrdup(note);
	stamping->query = stamp_query_new(note, strlen(note), &der);
	http_client_send(place->common->client, place->common->settings->log_timestamp,
	                 "application/timestamp-query", der.data, der.len, TIMEOUT, on_answer,
	                 stamping);
	buf_release(&der);
}

static void stamping_free(struct anchor_place *place)
{
	struct stamping *stamping = (struct stamping *)place;

	stamp_query_free(stamping->query);
	free(stamping->note);
	buf_release(&stamping->stamp);
	free(stamping);
}

static const struct place_ops stamping_ops = {.begin = stamping_begin, .free = stamping_free};

struct anchor_place *stamp_place_new(const struct place_common *common)
{
	struct stamping *stamping = xcalloc(1, sizeof(*stamping));

	stamping->place.interval = common->settings->log_timestamp_interval;
	place_init(&stamping->place, &stamping_ops, common, xstrdup("time stamps"));
	place_recall(&stamping->place, STATE);
	return &stamping->place;
}
