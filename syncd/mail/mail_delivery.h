/* Mails under way: each is written, handed to the mail server, and what became of it is reported
 * to the database. For mailer.c and party_mailer.c. */
#ifndef VARTA_SYNCD_MAIL_MAIL_DELIVERY_H
#define VARTA_SYNCD_MAIL_MAIL_DELIVERY_H

#include "lib/db/db.h"
#include "syncd/core/metrics.h"
#include "syncd/mail/mail_text.h"
#include "syncd/mail/smtp.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/queue.h>

struct http_client;
struct mail_delivery;

/* What the deliveries of one table of mails are made with. */
struct mail_delivery_rules {
	/* The mail in a row of the lease, which the caller frees. */
	char *(*write)(const PGresult *res, int row, const struct mail_text_sender *sender);
	/* Its number and what the server said; its number, the owner of the lease, why, result. */
	struct db_stmt sent, failed;
};

/* Those under way, and what they need. */
struct mail_deliveries {
	const struct mail_delivery_rules *rules;
	LIST_HEAD(mail_delivery_list, mail_delivery) list;
	int count;
	struct db *db;
	struct http_client *client;
	struct metrics *metrics;
	struct smtp_server server;
	struct mail_text_sender sender;
	const char
	        *bounces; /* the address that mails come back to; NULL: they come to sender.from */
	const char *lease_owner; /* our name in leases */
	void (*ended)(void *arg);
	void *arg;
};

/* Begins the mail in a row of the lease, which has columns id, kind and email. */
void mail_deliveries_begin(struct mail_deliveries *deliveries, const PGresult *res, int row);
/* Says again what the database did not hear. Once in each turn of the loop. */
void mail_deliveries_step(struct mail_deliveries *deliveries);
/* Milliseconds until there is something to say again; -1: nothing. */
int64_t mail_deliveries_late(const struct mail_deliveries *deliveries);
/* After db_free(). */
void mail_deliveries_free(struct mail_deliveries *deliveries);

#endif
