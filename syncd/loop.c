/* Waits for what any job waits for, then steps them all. */
#include "syncd/loop.h"

#include "lib/base/log.h"
#include "lib/base/when.h"

#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <sys/signalfd.h>
#include <systemd/sd-daemon.h>
#include <unistd.h>

enum { IDLE = 60000 }; /* ms: a turn is made at least so often */

struct loop {
	const struct jobs *jobs;
	CURLM *multi;
	int signals, drain_ms;
	bool draining;
	int64_t drained_by; /* ticks; what is not finished then is given up */
	int64_t watchdog;   /* ms between two signs of life; 0: nobody watches */
	int64_t next_sign;
};

static void drain(struct loop *loop)
{
	if (loop->draining)
		return;
	log_info("stopping: what has begun is finished first");
	sd_notify(0, "STOPPING=1");
	loop->draining = true;
	loop->drained_by = when_ticks() + loop->drain_ms;
	for (size_t i = 0; i < loop->jobs->n; i++) {
		const struct job *job = &loop->jobs->list[i];

		if (job->ops->quiesce)
			job->ops->quiesce(job->self);
	}
}

static void reload(const struct loop *loop)
{
	for (size_t i = 0; i < loop->jobs->n; i++) {
		const struct job *job = &loop->jobs->list[i];

		if (job->ops->reload)
			job->ops->reload(job->self);
	}
}

static void take_signals(struct loop *loop)
{
	struct signalfd_siginfo info;

	while (read(loop->signals, &info, sizeof(info)) == sizeof(info)) {
		if (info.ssi_signo == SIGHUP)
			reload(loop);
		else if (info.ssi_signo != SIGCHLD)
			drain(loop);
	}
}

static void show_life(struct loop *loop, int64_t now)
{
	if (!loop->watchdog || now < loop->next_sign)
		return;
	sd_notify(0, "WATCHDOG=1");
	loop->next_sign = now + loop->watchdog;
}

/* Milliseconds that nothing is to be done for. */
static int timeout(const struct loop *loop)
{
	int64_t wait = IDLE;

	for (size_t i = 0; i < loop->jobs->n; i++) {
		const struct job *job = &loop->jobs->list[i];

		if (job->ops->timeout)
			wait = job_sooner(wait, job->ops->timeout(job->self));
	}
	if (loop->watchdog)
		wait = job_sooner(wait, job_left(loop->next_sign));
	if (loop->draining)
		wait = job_sooner(wait, job_left(loop->drained_by));
	return (int)wait;
}

static void wait_for_work(struct loop *loop)
{
	struct job_descriptors fds;
	CURLMcode code;

	fds.n = 0;
	job_wait_fd(&fds, loop->signals, POLLIN);
	for (size_t i = 0; i < loop->jobs->n; i++) {
		const struct job *job = &loop->jobs->list[i];

		if (job->ops->descriptors)
			job->ops->descriptors(job->self, &fds);
	}
	code = curl_multi_poll(loop->multi, fds.list, fds.n, timeout(loop), NULL);
	if (code != CURLM_OK)
		fatalx("curl_multi_poll: %s", curl_multi_strerror(code));
}

static void turn(struct loop *loop)
{
	wait_for_work(loop);
	take_signals(loop);
	for (size_t i = 0; i < loop->jobs->n; i++)
		loop->jobs->list[i].ops->step(loop->jobs->list[i].self);
	show_life(loop, when_ticks());
}

static bool busy(const struct loop *loop)
{
	for (size_t i = 0; i < loop->jobs->n; i++) {
		const struct job *job = &loop->jobs->list[i];

		if (job->ops->busy && job->ops->busy(job->self))
			return true;
	}
	return false;
}

static bool finished(const struct loop *loop)
{
	return loop->draining && (!busy(loop) || when_ticks() >= loop->drained_by);
}

void loop_run(const struct jobs *jobs, CURLM *multi, int signals, int drain_ms)
{
	struct loop loop = {.jobs = jobs, .multi = multi, .signals = signals, .drain_ms = drain_ms};
	uint64_t usec = 0;

	if (sd_watchdog_enabled(0, &usec) > 0)
		loop.watchdog = (int64_t)(usec / 2000);
	sd_notify(0, "READY=1");
	while (!finished(&loop))
		turn(&loop);
}
