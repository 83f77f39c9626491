/* What the server notifies us of. The first notification of a channel is told at once, what comes
 * in the next tenth of a second once, at its end: whoever sends thousands a second wakes nobody
 * more often, and while nothing else is expected they are not even read before. What is told is
 * told once more at the end of the next tenth: of many that commit at the same time not each one
 * notifies (varta.ring), and one that did not may be seen a moment later than the one that did. */
#include "lib/base/when.h"
#include "lib/base/xmalloc.h"
#include "lib/db/db_internal.h"

#include <stdlib.h>
#include <string.h>

enum {
	PAUSE = 100, /* ms */
	TIMES = 2    /* that a notification is told */
};

/* A channel that something was heard on; there are no more of them than are listened to. */
struct heard {
	char *channel, *topic;
	int64_t quiet_until; /* ticks */
	int left;            /* how often it is still to be told */
};

static struct heard *find(struct db *db, const char *channel)
{
	for (size_t i = 0; i < db->nheard; i++)
		if (strcmp(db->heard[i].channel, channel) == 0)
			return &db->heard[i];
	db->heard = xreallocarray(db->heard, db->nheard + 1, sizeof(*db->heard));
	db->heard[db->nheard] = (struct heard){.channel = xstrdup(channel)};
	return &db->heard[db->nheard++];
}

static void take(struct db *db, const PGnotify *n)
{
	struct heard *heard = find(db, n->relname);

	heard->left = TIMES;
	if (heard->topic && strcmp(heard->topic, n->extra) == 0)
		return;
	free(heard->topic);
	heard->topic = xstrdup(n->extra);
}

void notify_receive(struct db *db)
{
	int64_t now = when_ticks();
	PGnotify *n;

	while ((n = PQnotifies(db->conn)) != NULL) {
		take(db, n);
		PQfreemem(n);
	}
	for (size_t i = 0; i < db->nheard; i++) {
		struct heard *heard = &db->heard[i];
		if (heard->left == 0 || now < heard->quiet_until)
			continue;
		heard->left--;
		heard->quiet_until = now + PAUSE;
		if (db->hooks.notify)
			db->hooks.notify(db->hooks.arg, heard->topic);
	}
}

int notify_timeout(const struct db *db)
{
	int64_t now = when_ticks(), soonest = -1;

	for (size_t i = 0; i < db->nheard; i++) {
		int64_t left = db->heard[i].quiet_until - now;
		if (db->heard[i].left > 0 && (soonest < 0 || left < soonest))
			soonest = left > 0 ? left : 0;
	}
	return (int)soonest;
}

bool notify_quiet(const struct db *db)
{
	return !db->sent.head && notify_timeout(db) > 0;
}

void notify_release(struct db *db)
{
	for (size_t i = 0; i < db->nheard; i++) {
		free(db->heard[i].channel);
		free(db->heard[i].topic);
	}
	free(db->heard);
}
