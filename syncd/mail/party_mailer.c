/* Sends mails to parties without a login. */
#include "syncd/mail/party_mailer.h"

#include "lib/base/xmalloc.h"
#include "lib/db/db_result.h"
#include "syncd/mail/mail_lane.h"
#include "syncd/mail/mailer.h"
#include "syncd/mail/party_text.h"

#include <stdlib.h>
#include <time.h>

struct party_mailer {
	struct mail_lane lane;
	const struct mailer *mailer;
};

/* The mailer may have read its secrets anew. */
static void begin(void *arg, const PGresult *res)
{
	struct party_mailer *party = arg;

	party->lane.deliveries.server = *mailer_server(party->mailer);
	party->lane.deliveries.sender.key = mailer_key(party->mailer);
	mail_lane_begin(&party->lane, res);
}

static const struct lease_rules rules = {
        .name = "party mail",
        .appname = "varta-syncd party mail",
        .topic = "mail",
        .lease = {"party_mail_lease",
                  "select * from"
                  " sync.party_mail_lease($1::text, $4::integer, $2::integer, $3::integer)",
                  4},
        .next = {"party_mail_next", "select sync.party_mail_next($1::integer)", 1},
        .pause = LEASE_PAUSE,
        .breath = 250,
        .room = mail_lane_room,
        .retell = mail_lane_retell,
        .late = mail_lane_late,
        .begin = begin,
};

static char *write_mail(const PGresult *res, int row, const struct mail_text_sender *sender)
{
	const struct party_text_facts facts = {.mail = db_result_int(res, row, "id"),
	                                       .kind = db_result_text(res, row, "kind"),
	                                       .email = db_result_text(res, row, "email"),
	                                       .city = db_result_text(res, row, "city"),
	                                       .unit = db_result_text(res, row, "unit"),
	                                       .name = db_result_text(res, row, "name"),
	                                       .institution =
	                                               db_result_text(res, row, "institution"),
	                                       .due = db_result_text(res, row, "due"),
	                                       .note = db_result_text(res, row, "note"),
	                                       .replaces = db_result_text(res, row, "replaces"),
	                                       .token = db_result_text(res, row, "token"),
	                                       .pdf_name = db_result_text(res, row, "pdf_name"),
	                                       .pdf = db_result_text(res, row, "pdf")};

	return party_text_write(&facts, sender, time(NULL));
}

static const struct mail_delivery_rules delivery_rules = {
        .write = write_mail,
        .sent = {"party_mail_sent", "select sync.party_mail_sent($1::bigint, $2::text)", 2},
        .failed = {"party_mail_failed",
                   "select * from sync.party_mail_failed($1::bigint, $2::text, $3::text, $4::text)",
                   4},
};

struct party_mailer *party_mailer_new(const struct mail_office *office, const struct mailer *mailer)
{
	struct party_mailer *party;

	if (!mailer)
		return NULL;
	party = xcalloc(1, sizeof(*party));
	party->mailer = mailer;
	mail_lane_open(&party->lane, office, &rules, &delivery_rules, PARTY_MAILER_MAX);
	return party;
}

static void party_mailer_free(void *self)
{
	struct party_mailer *party = self;

	mail_lane_close(&party->lane);
	free(party);
}

const struct job_ops party_mailer_job = {
        .name = "party mail",
        .descriptors = lease_job_descriptors,
        .timeout = lease_job_timeout,
        .step = lease_job_step,
        .quiesce = lease_job_quiesce,
        .busy = mail_lane_busy,
        .free = party_mailer_free,
};
