/* Mails under way: each is written, handed to the mail server, and what became of it is reported
 * to the database. For mailer.c. */
#ifndef VARTA_SYNCD_MAIL_MAIL_DELIVERY_H
#define VARTA_SYNCD_MAIL_MAIL_DELIVERY_H

#include "lib/db.h"
#include "syncd/core/metrics.h"
#include "syncd/mail/mail_text.h"
#include "syncd/mail/smtp.h"

#include <stdbool.h>
#include <sys/queue.h>

struct client;
struct post;

/* Those under way, and what they need. */
struct mailposts {
	LIST_HEAD(post_list, post) list;
	int count;
	struct db *db;
	struct client *client;
	struct metrics *metrics;
	struct smtp_server server;
	struct mail_text_sender sender;
	const char
	        *bounces; /* the address that mails come back to; NULL: they come to sender.from */
	char *name;       /* ours in leases; owned */
	void (*ended)(void *arg);
	void *arg;
};

/* Begins the mail in a row of sync.mail_lease(). */
void mailposts_begin(struct mailposts *posts, const PGresult *res, int row);
/* Says again what the database did not hear. Once in each turn of the loop. */
void mailposts_step(struct mailposts *posts);
/* After client_free() and db_free(). */
void mailposts_free(struct mailposts *posts);

#endif
