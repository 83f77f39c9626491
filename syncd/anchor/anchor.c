/* Steps the places with the newest checkpoint. */
#include "syncd/anchor/anchor.h"

#include "lib/base/log.h"
#include "lib/base/when.h"
#include "lib/base/xmalloc.h"
#include "lib/merkle/log_folder.h"
#include "syncd/anchor/place.h"
#include "syncd/mail/smtp.h"

#include <jansson.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

enum { PAUSE = 10000 }; /* ms, where the folder cannot be read */

struct anchor {
	struct place_common common;
	struct anchor_place *places[ANCHOR_PLACES_MAX];
	size_t n;
	uint64_t size; /* of the newest checkpoint; 0: there is none yet */
	int64_t next;  /* ticks: not before */
	bool draining;
	bool told; /* somebody has asked which places there are */
};

static bool is_url(const char *s)
{
	return strncmp(s, "http://", 7) == 0 || strncmp(s, "https://", 8) == 0;
}

/* What is wrong with a setting that is no list. */
static const char *judge(const struct settings *s)
{
	if (s->log_mail && !smtp_is_address(s->log_mail))
		return "log.mail: an e-mail address is expected";
	if (s->log_mail && !s->mail_server)
		return "log.mail: no mails are sent without syncd.mail_server";
	if (s->log_timestamp && !is_url(s->log_timestamp))
		return "log.timestamp: the address of a server is expected";
	if (s->log_timestamp && !s->log_timestamp_ca)
		return "log.timestamp: log.timestamp_ca is missing, the certificates that its "
		       "stamps "
		       "lead to";
	return NULL;
}

char *anchor_check(const struct settings *s)
{
	const char *wrong = judge(s);
	size_t n = 0;
	char *why = wrong ? xstrdup(wrong) : NULL;

	for (; !why && s->log_witness && s->log_witness[n]; n++)
		why = witness_place_check(s->log_witness[n]);
	if (!why && n > ANCHOR_PLACES_MAX - 2)
		why = xasprintf("log.witness: more than %d witnesses", ANCHOR_PLACES_MAX - 2);
	return why;
}

static void add(struct anchor *anchor, struct anchor_place *place)
{
	anchor->places[anchor->n++] = place;
}

struct anchor *anchor_new(const struct settings *s, const struct note_key *key, const char *folder,
                          struct http_client *client, const struct smtp_server *server,
                          struct metrics *metrics)
{
	struct anchor *anchor = xcalloc(1, sizeof(*anchor));
	struct checkpoint newest;
	struct buf data = {0};
	char *why;

	anchor->common = (struct place_common){.settings = s,
	                                       .folder = folder,
	                                       .key = *key,
	                                       .client = client,
	                                       .metrics = metrics,
	                                       .kept = place_keep_fd()};
	why = log_folder_newest(folder, key, &data, &newest);
	if (why)
		log_warnx("log: %s", why);
	else if (data.len)
		anchor->size = newest.size;
	free(why);
	buf_release(&data);
	for (char **witness = s->log_witness; witness && *witness; witness++)
		add(anchor, witness_place_new(&anchor->common, *witness));
	if (s->log_mail && server)
		add(anchor, mail_place_new(&anchor->common, server));
	if (s->log_timestamp)
		add(anchor, stamp_place_new(&anchor->common));
	return anchor;
}

void anchor_kept(void *self, uint64_t size)
{
	struct anchor *anchor = self;

	anchor->size = size;
	anchor->next = 0;
}

bool anchor_has_news(const void *self)
{
	const struct anchor *anchor = self;

	for (size_t i = 0; i < anchor->n; i++)
		if (anchor->places[i]->news)
			return true;
	return !anchor->told;
}

char *anchor_news(void *self)
{
	struct anchor *anchor = self;
	json_t *all = json_array();
	char *text;

	for (size_t i = 0; i < anchor->n; i++) {
		struct anchor_place *p = anchor->places[i];

		json_array_append_new(all, json_pack("{s:s, s:I, s:s?, s:b, s:b}", "place", p->name,
		                                     "size", (json_int_t)p->size, "why", p->why,
		                                     "alarm", p->alarm, "tried", p->tried));
		p->news = false;
	}
	anchor->told = true;
	text = json_dumps(all, JSON_COMPACT);
	json_decref(all);
	if (!text)
		xmalloc_fail();
	return text;
}

/* Milliseconds until a place is to be told of something; -1: none is. */
static int64_t due(const struct anchor *anchor)
{
	int64_t soonest = -1;

	for (size_t i = 0; i < anchor->n; i++)
		soonest = job_sooner(soonest, place_timeout(anchor->places[i], anchor->size));
	return soonest;
}

static int64_t anchor_timeout(const void *self)
{
	const struct anchor *anchor = self;
	int64_t soonest = anchor->draining ? -1 : due(anchor), left = job_left(anchor->next);

	return soonest < 0 || soonest > left ? soonest : left;
}

static void anchor_descriptors(const void *self, struct job_descriptors *fds)
{
	const struct anchor *anchor = self;

	job_wait_fd(fds, anchor->common.kept, POLLIN);
}

static void end_kept(struct anchor *anchor)
{
	uint64_t count;

	if (read(anchor->common.kept, &count, sizeof(count)) != sizeof(count))
		return;
	for (size_t i = 0; i < anchor->n; i++)
		place_keep_step(anchor->places[i]);
}

static void anchor_step(void *self)
{
	struct anchor *anchor = self;
	struct checkpoint newest;
	struct buf data = {0};
	char *why;

	end_kept(anchor);
	if (anchor_timeout(anchor) != 0)
		return;
	why = log_folder_newest(anchor->common.folder, &anchor->common.key, &data, &newest);
	if (why || !data.len) {
		log_warnx("log: %s", why ? why : "the newest checkpoint has gone");
		anchor->next = when_ticks() + PAUSE;
	} else {
		anchor->size = newest.size;
		for (size_t i = 0; i < anchor->n; i++)
			place_step(anchor->places[i], data.data, &newest);
	}
	free(why);
	buf_release(&data);
}

static void anchor_quiesce(void *self)
{
	struct anchor *anchor = self;

	anchor->draining = true;
}

static bool anchor_busy(const void *self)
{
	const struct anchor *anchor = self;

	for (size_t i = 0; i < anchor->n; i++)
		if (anchor->places[i]->busy)
			return true;
	return false;
}

static void anchor_free(void *self)
{
	struct anchor *anchor = self;

	for (size_t i = 0; i < anchor->n; i++) {
		place_keep_release(anchor->places[i]);
		free(anchor->places[i]->name);
		free(anchor->places[i]->why);
		anchor->places[i]->ops->free(anchor->places[i]);
	}
	close(anchor->common.kept);
	free(anchor);
}

const struct job_ops anchor_job = {
        .name = "anchor",
        .descriptors = anchor_descriptors,
        .timeout = anchor_timeout,
        .step = anchor_step,
        .quiesce = anchor_quiesce,
        .busy = anchor_busy,
        .free = anchor_free,
};
