/* What the daemon's jobs are made from: the configuration, and what several of them share. Only
 * main and the table of jobs know it whole; each job is handed what it needs. */
#ifndef VARTA_SYNCD_DAEMON_H
#define VARTA_SYNCD_DAEMON_H

#include "lib/program/settings.h"
#include "syncd/routes.h"

struct daemon {
	struct settings settings;
	struct credentials *keys;       /* of the peers */
	struct credentials *secrets;    /* of the mail server, until the mailer takes them; NULL */
	struct note_signer *log_signer; /* signs the log; NULL: the history is not anchored */
	char *log_folder;               /* where the log is published; with log_signer */
	struct limits *limits;
	struct metrics *metrics;        /* NULL: nobody wants to know */
	struct document_helper *helper; /* until its job takes it; NULL: there is none */
	char *lease_owner;              /* what this daemon is called in leases */
	char *base_url;                 /* where the world finds it, without a slash at its end */
	int port, listener;             /* of HTTP */

	/* Set by the jobs as they are opened. */
	struct db *db; /* the main connection */
	struct db_lane *reads, *ingest;
	struct pulse *pulse;
	struct sources *sources;
	struct http_client *client;
	struct anchor *anchor; /* NULL without log_signer */
	void *contexts[PARTS]; /* what handlers work on, by the part of their route */
};

/* Reads the configuration and everything that it names. What is wrong is fatal. */
void daemon_configure(struct daemon *daemon, const char *file);
/* Listens, and makes what the jobs share. */
void daemon_open(struct daemon *daemon);
/* Says where it listens, in the log and in syncd.port_file. */
void daemon_announce(const struct daemon *daemon);
/* After its jobs. */
void daemon_release(struct daemon *daemon);

#endif
