/* Leases mails to parties without a login, and hands them to deliveries. */
#include "syncd/mail/party_mailer.h"

#include "lib/base/xmalloc.h"
#include "lib/db/db_result.h"
#include "syncd/core/lease_job.h"
#include "syncd/mail/mail_delivery.h"
#include "syncd/mail/mailer.h"
#include "syncd/mail/party_text.h"

#include <stdlib.h>
#include <time.h>

struct party_mailer {
	struct lease_job lease;
	const struct mailer *mailer;
	struct mail_deliveries deliveries;
};

static int room(const void *arg)
{
	const struct party_mailer *party = arg;

	return PARTY_MAILER_MAX - party->deliveries.count;
}

static void retell(void *arg)
{
	struct party_mailer *party = arg;

	mail_deliveries_step(&party->deliveries);
}

static int64_t late(const void *arg)
{
	const struct party_mailer *party = arg;

	return mail_deliveries_late(&party->deliveries);
}

/* The mailer may have read its secrets anew. */
static void begin(void *arg, const PGresult *res)
{
	struct party_mailer *party = arg;

	party->deliveries.server = *mailer_server(party->mailer);
	party->deliveries.sender.key = mailer_key(party->mailer);
	for (int row = 0; row < PQntuples(res); row++)
		mail_deliveries_begin(&party->deliveries, res, row);
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
        .room = room,
        .retell = retell,
        .late = late,
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

static void on_delivery_end(void *arg)
{
	lease_job_wake(arg);
}

struct party_mailer *party_mailer_new(const struct settings *s, struct http_client *client,
                                      const struct mailer *mailer, const char *lease_owner,
                                      const char *base_url, struct metrics *metrics)
{
	struct party_mailer *party;

	if (!mailer)
		return NULL;
	party = xcalloc(1, sizeof(*party));
	party->mailer = mailer;
	party->lease = (struct lease_job){.rules = &rules,
	                                  .arg = party,
	                                  .owner = lease_owner,
	                                  .extra = s->mail_rate,
	                                  .seconds = (3 * s->mail_timeout + 999) / 1000};
	lease_job_open(&party->lease, s);
	party->deliveries =
	        (struct mail_deliveries){.rules = &delivery_rules,
	                                 .db = party->lease.db,
	                                 .client = client,
	                                 .metrics = metrics,
	                                 .sender = {.from = s->mail_from, .base_url = base_url},
	                                 .bounces = s->mail_bounces,
	                                 .lease_owner = lease_owner,
	                                 .ended = on_delivery_end,
	                                 .arg = &party->lease};
	LIST_INIT(&party->deliveries.list);
	return party;
}

/* What was leased and not sent, another daemon takes up. */
static void party_mailer_free(void *self)
{
	struct party_mailer *party = self;

	lease_job_close(&party->lease);
	mail_deliveries_free(&party->deliveries);
	free(party);
}

static bool party_mailer_busy(const void *self)
{
	const struct party_mailer *party = self;

	return party->deliveries.count > 0 || party->lease.asked;
}

const struct job_ops party_mailer_job = {
        .name = "party mail",
        .descriptors = lease_job_descriptors,
        .timeout = lease_job_timeout,
        .step = lease_job_step,
        .quiesce = lease_job_quiesce,
        .busy = party_mailer_busy,
        .free = party_mailer_free,
};
