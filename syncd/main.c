/* varta-syncd(8): exchanges requests and answers with the public sites. */
#include "lib/i18n.h"
#include "lib/log.h"
#include "lib/xmalloc.h"
#include "syncd/core/credentials.h"
#include "syncd/core/http_client.h"
#include "syncd/core/metrics.h"
#include "syncd/core/metrics_page.h"
#include "syncd/core/sandbox.h"
#include "syncd/http/limits.h"
#include "syncd/http/listen.h"
#include "syncd/http/server.h"
#include "syncd/http/sources.h"
#include "syncd/ingest/ingest.h"
#include "syncd/loop.h"
#include "syncd/mail/mailer.h"
#include "syncd/maintenance.h"
#include "syncd/photo/photo_store.h"
#include "syncd/photo/photos.h"
#include "syncd/poll/poll.h"
#include "syncd/poll/poll_run.h"
#include "syncd/push/push.h"
#include "syncd/push/push_batch.h"
#include "syncd/site/publish.h"

#include <curl/curl.h>
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>

struct options {
	const char *file;
	bool check, debug;
};

static void usage(FILE *out)
{
	fputs("usage: varta-syncd [-dn] [-c file]\n"
	      "       varta-syncd -h | -V\n",
	      out);
}

/* -h and -V end the program. */
static struct options read_options(int argc, char *argv[])
{
	struct options options = {0};
	int c;

	while ((c = getopt(argc, argv, "c:dhnV")) != -1) {
		switch (c) {
		case 'c':
			options.file = optarg;
			break;
		case 'd':
			options.debug = true;
			break;
		case 'n':
			options.check = true;
			break;
		case 'h':
			usage(stdout);
			exit(0);
		case 'V':
			puts("varta-syncd " VARTA_VERSION);
			exit(0);
		default:
			usage(stderr);
			exit(2);
		}
	}
	if (optind < argc) {
		usage(stderr);
		exit(2);
	}
	return options;
}

/* The keys of the peers; *secrets are those of the mail server. */
static struct credentials *load_settings(struct syncd *syncd, const char *file,
                                         struct credentials **secrets)
{
	struct settings *settings = &syncd->settings;
	char *why = settings_load(settings, file);
	struct credentials *keys = NULL;

	if (why || listen_check(settings->listen, &why) < 0 ||
	    (settings->metrics && listen_check(settings->metrics, &why) < 0) ||
	    !(syncd->limits = limits_new(settings, &why)) ||
	    (why = credentials_read(settings->keys_file, &keys)) ||
	    (why = mailer_check(settings, secrets)) ||
	    (settings->media_dir && (why = photo_store_check(settings->media_dir))))
		fatalx("%s", why);
	return keys;
}

static void on_state(void *arg, enum db_state state, const char *why)
{
	struct syncd *syncd = arg;

	if (state == DB_READY) {
		log_info("the database is there");
		sources_load(syncd->sources);
	} else if (state == DB_DOWN) {
		log_warnx("the database cannot be reached: %s; next attempt in %d ms", why,
		          db_retry_in(syncd->db));
	}
}

/* Everything that is asked of the database depends on the sources. */
static void on_notify(void *arg, const char *channel)
{
	struct syncd *syncd = arg;

	if (strcmp(channel, "varta_media") == 0)
		photos_wake(syncd->photos);
	else
		sources_load(syncd->sources);
}

static void open_database(struct syncd *syncd, struct credentials *keys)
{
	const struct settings *s = &syncd->settings;
	const struct db_options options = {.conninfo = s->database,
	                                   .appname = "varta-syncd",
	                                   .language = s->language,
	                                   .connect_timeout = s->connect_timeout,
	                                   .reconnect_max = s->reconnect_max};
	const struct db_hooks hooks = {.state = on_state, .notify = on_notify, .arg = syncd};

	syncd->db = db_new(&options, &hooks);
	syncd->sources = sources_new(syncd->db);
	syncd->metrics = s->metrics ? metrics_new() : NULL;
	syncd->ingest = ingest_new(syncd->db, s->batch, syncd->metrics);
	syncd->maintenance = maintenance_new(s);
	syncd->client = http_client_new(PUSH_BATCHES_MAX + POLL_RUNS_MAX + MAILER_MAX);
	syncd->push = push_new(s, syncd->client, keys, syncd->metrics);
	syncd->poll = poll_new(s, syncd->client, syncd->push, syncd->metrics);
}

static void open_publish(struct syncd *syncd)
{
	char *why;

	syncd->publish = publish_new(&syncd->settings, syncd->metrics, &why);
	if (why)
		fatalx("%s", why);
}

static char *own_url(const struct settings *s, int port)
{
	return xasprintf("http://%.*s:%d", (int)(strrchr(s->listen, ':') - s->listen), s->listen,
	                 port);
}

/* Where the world finds us: as configured, or as we listen, with the real port. */
static char *base_url(const struct settings *s, int port)
{
	size_t len;

	if (!s->public_url)
		return own_url(s, port);
	len = strlen(s->public_url);
	while (len && s->public_url[len - 1] == '/')
		len--;
	return xstrndup(s->public_url, len);
}

static void open_http(struct syncd *syncd)
{
	const struct settings *s = &syncd->settings;
	char *why;
	char *url;
	int port, fd = listen_open(s->listen, &port, &why);

	if (fd < 0)
		fatalx("%s", why);
	syncd->base_url = base_url(s, port);
	syncd->http = http_server_new(syncd, fd);
	if (!syncd->http)
		fatalx("the HTTP server does not start");
	if (s->port_file && listen_write_port(s->port_file, port) < 0)
		fatal("cannot write '%s'", s->port_file);
	url = own_url(s, port);
	log_info("listening at %s", url);
	free(url);
}

static void open_metrics(struct syncd *syncd)
{
	char *why;
	int port, fd;

	if (!syncd->metrics)
		return;
	fd = listen_open(syncd->settings.metrics, &port, &why);
	if (fd < 0)
		fatalx("%s", why);
	syncd->scrape = metrics_page_new(syncd->metrics, syncd->db, fd);
	if (!syncd->scrape)
		fatalx("the page of metrics does not start");
	log_info("metrics at port %d", port);
}

static int block_signals(void)
{
	sigset_t set;
	int fd;

	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGHUP);
	sigaddset(&set, SIGCHLD);
	sigprocmask(SIG_BLOCK, &set, NULL);
	signal(SIGPIPE, SIG_IGN);
	fd = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
	if (fd < 0)
		fatal("signalfd");
	return fd;
}

static void close_all(struct syncd *syncd)
{
	http_server_free(syncd->http);
	photos_close(syncd->photos);
	db_free(syncd->db);
	http_request_forget_queries(syncd);
	ingest_free(syncd->ingest);
	maintenance_free(syncd->maintenance);
	poll_free(syncd->poll);
	push_free(syncd->push);
	publish_free(syncd->publish);
	http_client_free(syncd->client);
	mailer_free(syncd->mailer);
	photos_free(syncd->photos);
	metrics_page_free(syncd->scrape);
	metrics_free(syncd->metrics);
	sources_free(syncd->sources);
	limits_free(syncd->limits);
	free(syncd->base_url);
	settings_release(&syncd->settings);
}

int main(int argc, char *argv[])
{
	struct options options = read_options(argc, argv);
	struct syncd syncd = {0};
	struct credentials *keys, *secrets = NULL;
	int signals;

	i18n_init("en");
	log_init("varta-syncd", options.debug);
	keys = load_settings(&syncd, options.file, &secrets);
	if (options.check) {
		puts("configuration OK");
		credentials_free(keys);
		credentials_free(secrets);
		limits_free(syncd.limits);
		settings_release(&syncd.settings);
		return 0;
	}
	sandbox_enter(&syncd.settings);
	signals = block_signals();
	curl_global_init(CURL_GLOBAL_DEFAULT);
	open_database(&syncd, keys);
	open_publish(&syncd);
	open_metrics(&syncd);
	open_http(&syncd);
	syncd.mailer =
	        mailer_new(&syncd.settings, syncd.client, secrets, syncd.base_url, syncd.metrics);
	syncd.photos = photos_new(&syncd);
	loop_run(&syncd, signals);
	close_all(&syncd);
	curl_global_cleanup();
	log_info("stopped");
	return 0;
}
