/* The loop of a job that works on leases. The database knows what is due: the job leases some rows
 * of it for a time, works on each, reports what became of it, and leases again when the database
 * says that there is more (a topic), when the next row becomes due, and, in case that something was
 * missed, every now and then. On a connection of its own, because a lease
 * may wait for who just takes an answer back.
 *
 * A job's struct begins with a struct lease_job; a constant struct lease_rules says what is leased.
 */
#ifndef VARTA_SYNCD_CORE_LEASE_JOB_H
#define VARTA_SYNCD_CORE_LEASE_JOB_H

#include "syncd/core/job.h"

/* ms between two leases at most, where the database says all that there is to know. */
enum { LEASE_PAUSE = 5 * 60 * 1000 };

struct lease_rules {
	const char *name;    /* in the log: 'push' */
	const char *appname; /* of the connection; NULL: the job uses one that is there */
	const char *topic;   /* of which the database tells when something is due */
	/* Parameters of lease: the owner, how many rows, for how many seconds, and extra; of next:
	 * extra. next tells the milliseconds until something is due, null: nothing is; without SQL
	 * rows are asked for again until there are none. */
	struct db_stmt lease, next;
	int pause;  /* ms between two leases at most */
	int breath; /* ms between two leases at least, where the first gave nothing */
	/* One lease is worked on to its end, which lease_job_end() tells; only then is next asked.
	 */
	bool whole;
	/* How many rows may be leased now; 0: there is no room for any. */
	int (*room)(const void *arg);
	/* Milliseconds until something is due that the database does not know of; -1: nothing is.
	 * NULL: nothing ever. */
	int64_t (*wait)(const void *arg);
	/* Tells the database again what it did not hear: before it is asked for more. NULL: nothing
	 */
	void (*retell)(void *arg);
	/* Milliseconds until there is something to tell again; -1: nothing. NULL as retell. */
	int64_t (*late)(const void *arg);
	/* Texts were erased: what is leased and not begun is given back. NULL: nothing waits. */
	void (*renew)(void *arg);
	/* Begins to work on the rows that were leased. */
	void (*begin)(void *arg, const PGresult *res);
};

struct lease_job {
	const struct lease_rules *rules;
	void *arg; /* the job, for the rules' functions */
	struct db *db;
	const char *owner; /* the daemon's name in leases */
	int extra;         /* a number of the job's own, such as a rate; 0: none */
	int seconds;       /* of a lease */
	bool asked;        /* the database looks for work, or all of a lease is worked on */
	bool again;        /* there may be more */
	bool empty;        /* the last lease gave nothing */
	bool draining;
	int rows;       /* asked for */
	int64_t leased; /* ticks: when they were asked for */
	int64_t next;   /* ticks: when to ask without being told to */
};

/* Opens the connection, where db is NULL. Everything down to seconds is set. */
void lease_job_open(struct lease_job *job, const struct settings *settings);
/* Closes a connection that was opened here. */
void lease_job_close(struct lease_job *job);

/* There may be something to lease, now. */
void lease_job_wake(struct lease_job *job);
/* All of a lease was worked on (rules.whole). */
void lease_job_end(struct lease_job *job);
/* It could not be: the next attempt follows after a pause. */
void lease_job_give_up(struct lease_job *job);
/* The ticks when the lease at hand ends. */
int64_t lease_job_until(const struct lease_job *job);

/* The functions of a struct job_ops, for a job whose struct begins with its struct lease_job. */
void lease_job_descriptors(const void *self, struct job_descriptors *fds);
int64_t lease_job_timeout(const void *self);
void lease_job_step(void *self);
/* Leases nothing more. */
void lease_job_quiesce(void *self);

#endif
