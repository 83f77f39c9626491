/* A job of the daemon: something that goes on beside the others in the one loop, such as pushing
 * answers, serving HTTP or keeping a connection. The loop knows jobs only as an array of these
 * objects (syncd/jobs.c): it waits for what all of them wait for, then steps each in its turn.
 * Nothing in a job ever blocks.
 *
 * core is what the other rooms stand on: jobs and their leases, credentials, the HTTP client,
 * metrics, the sandbox. It knows none of them. */
#ifndef VARTA_SYNCD_CORE_JOB_H
#define VARTA_SYNCD_CORE_JOB_H

#include "lib/db/db.h"
#include "lib/program/settings.h"

#include <curl/curl.h>
#include <stdbool.h>
#include <stdint.h>

enum { JOB_DESCRIPTORS_MAX = 32 };

/* What the loop waits on, beside timers and libcurl's own descriptors. */
struct job_descriptors {
	struct curl_waitfd list[JOB_DESCRIPTORS_MAX];
	unsigned n;
};

/* Any function but step may be NULL: there is nothing to do. self is what the job works on. */
struct job_ops {
	const char *name;
	/* Adds what the job waits on now. */
	void (*descriptors)(const void *self, struct job_descriptors *fds);
	/* Milliseconds until it wants to be stepped though nothing comes; -1: never. */
	int64_t (*timeout)(const void *self);
	/* Does what can be done now. Once in each turn of the loop, in the order of the array. */
	void (*step)(void *self);
	/* SIGHUP: files that the job reads are read anew. */
	void (*reload)(void *self);
	/* The daemon stops soon: nothing new is begun. */
	void (*quiesce)(void *self);
	/* Whether something is under way that is to be finished before the daemon stops. */
	bool (*busy)(const void *self);
	/* In the reverse order of the array. */
	void (*free)(void *self);
};

struct job {
	const struct job_ops *ops;
	void *self;
};

/* Waits on fd for POLLIN and POLLOUT in events; fd -1 is none. */
void job_wait_fd(struct job_descriptors *fds, int fd, short events);
/* Waits on a connection; one that is being opened again has no descriptor. */
void job_wait_db(struct job_descriptors *fds, const struct db *db);

/* The shorter of two timeouts, of which -1 is none. */
int64_t job_sooner(int64_t a, int64_t b);
/* Milliseconds until the ticks of deadline, 0 where they have passed. */
int64_t job_left(int64_t deadline);

/* A connection as the settings say: it waits neither for a lock nor for a statement, nor for a
 * server that stands still, for longer than they allow. */
struct db_options job_db_options(const struct settings *settings, const char *appname);

/* A job's own connection, whose statements may take ten times as long as those that somebody waits
 * for; its reconnects are reported by the daemon's main connection. */
struct db *job_connect(const struct settings *settings, const char *appname,
                       const struct db_hooks *hooks);
/* The connection hears of a topic of sync.listen(). */
void job_listen(struct db *db, const char *topic);

#endif
