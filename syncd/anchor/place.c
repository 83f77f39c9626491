/* When a place is told of a checkpoint, and what of it stands in the log. */
#include "syncd/anchor/place.h"

#include "lib/base/file_keep.h"
#include "lib/base/log.h"
#include "lib/base/when.h"
#include "lib/base/xmalloc.h"
#include "lib/merkle/alarm.h"
#include "syncd/core/metrics.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { PAUSE_MIN = 1000, PAUSE_MAX = 10 * 60 * 1000 };

void place_init(struct anchor_place *place, const struct place_ops *ops,
                const struct place_common *common, char *name)
{
	place->ops = ops;
	place->common = common;
	place->name = name;
	place->pause = PAUSE_MIN;
	metrics_set(common->metrics, METRIC_ANCHORED, 0, "place=\"%s\"", name);
}

void place_step(struct anchor_place *place, const char *note, const struct checkpoint *checkpoint)
{
	if (place->busy || checkpoint->size <= place->size || when_ticks() < place->next)
		return;
	place->busy = true;
	place->telling = checkpoint->size;
	place->ops->begin(place, note, checkpoint);
}

int64_t place_timeout(const struct anchor_place *place, uint64_t size)
{
	return place->busy || size <= place->size ? -1 : job_left(place->next);
}

/* What the last attempt came to, for place_told(). */
static void note_end(struct anchor_place *place, enum place_result result, const char *why)
{
	free(place->why);
	place->why = why ? xstrdup(why) : NULL;
	place->alarm = result == PLACE_ALARM;
	place->tried = place->news = true;
}

static void succeed(struct anchor_place *place)
{
	place->size = place->telling;
	place->pause = PAUSE_MIN;
	place->next = when_ticks() + place->interval;
	metrics_set(place->common->metrics, METRIC_ANCHORED, (int64_t)place->size, "place=\"%s\"",
	            place->name);
	if (place->failing)
		log_info("%s has the checkpoint again", place->name);
	place->failing = false;
}

static void say(const struct anchor_place *place, enum place_result result, const char *why)
{
	char *words = alarm_english(why);

	log_warnx("%s: %s%s", place->name, result == PLACE_ALARM ? "ALARM: " : "", words);
	free(words);
}

void place_end(struct anchor_place *place, enum place_result result, const char *why)
{
	place->busy = false;
	note_end(place, result, why);
	if (result == PLACE_DONE) {
		succeed(place);
		return;
	}
	if (result == PLACE_ALARM)
		place->pause = PAUSE_MAX;
	place->next = when_ticks() + place->pause;
	place->pause = place->pause < PAUSE_MAX / 2 ? 2 * place->pause : PAUSE_MAX;
	if (!place->failing || result == PLACE_ALARM)
		say(place, result, why);
	place->failing = true;
}

void place_remember(const struct anchor_place *place, const char *name)
{
	char *path = xasprintf("%s/.%s", place->common->folder, name);
	char *text = xasprintf("%" PRIu64 " %" PRId64 "\n", place->telling, (int64_t)time(NULL));

	if (file_keep_replace(path, text, strlen(text), 0600) < 0)
		log_warn("cannot write '%s'", path);
	free(text);
	free(path);
}

void place_recall(struct anchor_place *place, const char *name)
{
	char *path = xasprintf("%s/.%s", place->common->folder, name);
	FILE *f = fopen(path, "re");
	uint64_t size;
	int64_t at, left;

	if (f && fscanf(f, "%" SCNu64 " %" SCNd64, &size, &at) == 2) {
		left = place->interval - (time(NULL) - at) * 1000;
		place->size = size;
		place->next = when_ticks() + (left < 0                 ? 0
		                              : left < place->interval ? left
		                                                       : place->interval);
	}
	if (f)
		fclose(f);
	free(path);
}
