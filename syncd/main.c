/* varta-syncd(8): carries requests and answers between the database and the public sites. */
#include "lib/base/i18n.h"
#include "lib/base/log.h"
#include "lib/program/coredump.h"
#include "syncd/core/http_client.h"
#include "syncd/core/sandbox.h"
#include "syncd/daemon.h"
#include "syncd/document/helper.h"
#include "syncd/loop.h"

#include <curl/curl.h>
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
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

int main(int argc, char *argv[])
{
	struct options options = read_options(argc, argv);
	struct daemon daemon = {0};
	struct jobs jobs = {0};
	int signals;

	coredump_forbid();
	i18n_init("en");
	log_init("varta-syncd", options.debug);
	daemon_configure(&daemon, options.file);
	if (options.check) {
		puts("configuration OK");
		daemon_release(&daemon);
		return 0;
	}
	daemon.helper = document_helper_start();
	sandbox_enter(&daemon.settings);
	signals = block_signals();
	curl_global_init(CURL_GLOBAL_DEFAULT);
	daemon_open(&daemon);
	jobs_open(&jobs, &daemon);
	daemon_announce(&daemon);
	loop_run(&jobs, http_client_multi(daemon.client), signals, daemon.settings.request_timeout);
	jobs_close(&jobs);
	daemon_release(&daemon);
	curl_global_cleanup();
	log_info("stopped");
	return 0;
}
