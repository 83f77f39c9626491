/* Mails of one table of the database: leased, handed to deliveries, told again where the database
 * did not hear. The jobs that send mails (mailer.c, party_mailer.c) embed one, and differ in their
 * rules. */
#ifndef VARTA_SYNCD_MAIL_MAIL_LANE_H
#define VARTA_SYNCD_MAIL_MAIL_LANE_H

#include "syncd/core/lease_job.h"
#include "syncd/mail/mail_delivery.h"

struct settings;

struct mail_lane {
	struct lease_job lease; /* the first member, as lease_job.h wants it */
	struct mail_deliveries deliveries;
	int most; /* under way at a time */
};

/* What all lanes are opened with; what it points to lives longer than they do. */
struct mail_office {
	const struct settings *settings;
	struct http_client *client;
	const char *lease_owner; /* our name in leases */
	const char *base_url;    /* of the links in mails */
	struct metrics *metrics;
};

/* Opens a lane, the first member of a job. Of its rules .room, .retell, .late and, unless the job
 * has something to do first, .begin are the functions below. */
void mail_lane_open(struct mail_lane *lane, const struct mail_office *office,
                    const struct lease_rules *rules, const struct mail_delivery_rules *deliveries,
                    int most);
/* What was leased and not sent, another daemon takes up. */
void mail_lane_close(struct mail_lane *lane);
bool mail_lane_busy(const void *lane);

int mail_lane_room(const void *lane);
void mail_lane_retell(void *lane);
int64_t mail_lane_late(const void *lane);
void mail_lane_begin(void *lane, const PGresult *res);

#endif
