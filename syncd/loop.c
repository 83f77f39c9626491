#include "syncd/loop.h"

#include "lib/log.h"
#include "lib/when.h"
#include "syncd/core/credentials.h"
#include "syncd/core/http_client.h"
#include "syncd/core/metrics_page.h"
#include "syncd/http/server.h"
#include "syncd/http/sources.h"
#include "syncd/ingest/ingest.h"
#include "syncd/mail/mailer.h"
#include "syncd/maintenance.h"
#include "syncd/photo/photos.h"
#include "syncd/poll/poll.h"
#include "syncd/push/push.h"
#include "syncd/site/publish.h"

#include <curl/curl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/signalfd.h>
#include <systemd/sd-daemon.h>
#include <unistd.h>

enum { SIGNALS, HTTP, DATABASE, INDEXER, PUSH, POLL, PUBLISH, FILES, MAIL, METRICS, DESCRIPTORS };

struct loop {
	struct syncd *syncd;
	int signals;
	int64_t drained_by; /* while draining: what is not finished then is given up */
	int64_t watchdog;   /* ms between two signs of life; 0: nobody watches */
	int64_t next_sign;
};

static void drain(struct loop *loop)
{
	if (loop->syncd->draining)
		return;
	log_info("stopping: what has begun is finished first");
	sd_notify(0, "STOPPING=1");
	loop->syncd->draining = true;
	loop->drained_by = when_ticks() + loop->syncd->settings.request_timeout;
	http_server_quiesce(loop->syncd->http);
	push_quiesce(loop->syncd->push);
	poll_quiesce(loop->syncd->poll);
	publish_quiesce(loop->syncd->publish);
	mailer_quiesce(loop->syncd->mailer);
}

static void reload_mailer(struct syncd *syncd)
{
	struct credentials *secrets;
	char *why = mailer_check(&syncd->settings, &secrets);

	if (why)
		log_warnx("%s; the secrets stay as they were", why);
	else if (syncd->mailer)
		mailer_rekey(syncd->mailer, secrets);
	free(why);
}

/* Keys that cannot be read leave those in force that were. */
static void reload(struct syncd *syncd)
{
	struct credentials *keys;
	char *why = credentials_read(syncd->settings.keys_file, &keys);

	if (why)
		log_warnx("%s; the keys stay as they were", why);
	else
		push_rekey(syncd->push, keys);
	free(why);
	reload_mailer(syncd);
	sources_load(syncd->sources);
}

static void take_signals(struct loop *loop)
{
	struct signalfd_siginfo info;

	while (read(loop->signals, &info, sizeof(info)) == sizeof(info)) {
		if (info.ssi_signo == SIGHUP)
			reload(loop->syncd);
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

static void earlier(int64_t *timeout, int64_t candidate)
{
	if (candidate >= 0 && candidate < *timeout)
		*timeout = candidate;
}

static int64_t left(int64_t deadline, int64_t now)
{
	return deadline > now ? deadline - now : 0;
}

/* Milliseconds that nothing is to be done for. */
static int timeout(const struct loop *loop, int64_t now)
{
	int64_t wait = 60000;

	earlier(&wait, http_server_timeout(loop->syncd->http));
	earlier(&wait, db_timeout(loop->syncd->db));
	earlier(&wait, maintenance_timeout(loop->syncd->maintenance));
	earlier(&wait, push_timeout(loop->syncd->push));
	earlier(&wait, poll_timeout(loop->syncd->poll));
	earlier(&wait, publish_timeout(loop->syncd->publish));
	earlier(&wait, mailer_timeout(loop->syncd->mailer));
	earlier(&wait, photos_timeout(loop->syncd->photos));
	earlier(&wait, metrics_page_timeout(loop->syncd->scrape));
	earlier(&wait, left(http_server_deadline(loop->syncd->http), now));
	if (loop->watchdog)
		earlier(&wait, left(loop->next_sign, now));
	if (loop->syncd->draining)
		earlier(&wait, left(loop->drained_by, now));
	return (int)wait;
}

static short wait_events(short events)
{
	return (short)((events & POLLIN ? CURL_WAIT_POLLIN : 0) |
	               (events & POLLOUT ? CURL_WAIT_POLLOUT : 0));
}

/* fd -1 is none. */
static unsigned add_fd(struct curl_waitfd *fds, unsigned n, int fd, short events)
{
	if (fd < 0)
		return n;
	fds[n] = (struct curl_waitfd){.fd = fd, .events = wait_events(events)};
	return n + 1;
}

/* NULL is none; a connection that is being opened again has no descriptor. */
static unsigned add_database(struct curl_waitfd *fds, unsigned n, const struct db *db)
{
	return db ? add_fd(fds, n, db_fd(db), db_events(db)) : n;
}

static void wait_for_work(struct loop *loop)
{
	struct syncd *syncd = loop->syncd;
	struct curl_waitfd fds[DESCRIPTORS] = {
	        [SIGNALS] = {.fd = loop->signals, .events = CURL_WAIT_POLLIN},
	        [HTTP] = {.fd = http_server_fd(syncd->http), .events = CURL_WAIT_POLLIN},
	};
	unsigned n = DATABASE;
	CURLMcode code;

	n = add_database(fds, n, syncd->db);
	n = add_database(fds, n, maintenance_db(syncd->maintenance));
	n = add_database(fds, n, push_db(syncd->push));
	n = add_database(fds, n, poll_db(syncd->poll));
	n = add_database(fds, n, publish_db(syncd->publish));
	n = add_fd(fds, n, publish_fd(syncd->publish), POLLIN);
	n = add_database(fds, n, mailer_db(syncd->mailer));
	n = add_fd(fds, n, metrics_page_fd(syncd->scrape), POLLIN);
	code = curl_multi_poll(http_client_multi(syncd->client), fds, n,
	                       timeout(loop, when_ticks()), NULL);
	if (code != CURLM_OK)
		fatalx("curl_multi_poll: %s", curl_multi_strerror(code));
}

/* The order matters: what the database said is answered by HTTP in the same turn, and what HTTP
 * took in leaves together at its end. */
static void turn(struct loop *loop)
{
	struct syncd *syncd = loop->syncd;

	wait_for_work(loop);
	take_signals(loop);
	db_step(syncd->db);
	maintenance_step(syncd->maintenance);
	http_client_step(syncd->client);
	push_step(syncd->push);
	poll_step(syncd->poll);
	publish_step(syncd->publish);
	mailer_step(syncd->mailer);
	photos_step(syncd->photos);
	http_server_run(syncd->http);
	http_server_expire(syncd->http, when_ticks());
	metrics_page_run(syncd->scrape);
	ingest_step(syncd->ingest);
	show_life(loop, when_ticks());
}

static bool finished(const struct loop *loop)
{
	const struct syncd *syncd = loop->syncd;

	return syncd->draining && ((!http_server_busy(syncd->http) && !push_busy(syncd->push) &&
	                            !poll_busy(syncd->poll) && !publish_busy(syncd->publish) &&
	                            !mailer_busy(syncd->mailer)) ||
	                           when_ticks() >= loop->drained_by);
}

void loop_run(struct syncd *syncd, int signals)
{
	struct loop loop = {.syncd = syncd, .signals = signals};
	uint64_t usec = 0;

	if (sd_watchdog_enabled(0, &usec) > 0)
		loop.watchdog = (int64_t)(usec / 2000);
	sd_notify(0, "READY=1");
	while (!finished(&loop))
		turn(&loop);
}
