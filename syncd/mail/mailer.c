/* Leases mails, hands them to deliveries, and reads the secrets anew. */
#include "syncd/mail/mailer.h"

#include "lib/base/log.h"
#include "lib/base/xmalloc.h"
#include "lib/db/db_result.h"
#include "syncd/core/credentials.h"
#include "syncd/core/lease_job.h"
#include "syncd/mail/mail_delivery.h"

#include <stdlib.h>
#include <time.h>

struct mailer {
	struct lease_job lease;
	const struct settings *settings;
	struct credentials *secrets;
	struct mail_deliveries deliveries;
};

static int room(const void *arg)
{
	const struct mailer *mailer = arg;

	return MAILER_MAX - mailer->deliveries.count;
}

static void retell(void *arg)
{
	struct mailer *mailer = arg;

	mail_deliveries_step(&mailer->deliveries);
}

static int64_t late(const void *arg)
{
	const struct mailer *mailer = arg;

	return mail_deliveries_late(&mailer->deliveries);
}

static void begin(void *arg, const PGresult *res)
{
	struct mailer *mailer = arg;

	for (int row = 0; row < PQntuples(res); row++)
		mail_deliveries_begin(&mailer->deliveries, res, row);
}

static const struct lease_rules rules = {
        .name = "mail",
        .appname = "varta-syncd mail",
        .topic = "mail",
        .lease = {"mail_lease",
                  "select * from"
                  " sync.mail_lease($1::text, $4::integer, $2::integer, $3::integer)",
                  4},
        .next = {"mail_next", "select sync.mail_next($1::integer)", 1},
        .pause = LEASE_PAUSE,
        .breath = 250,
        .room = room,
        .retell = retell,
        .late = late,
        .begin = begin,
};

static char *write_mail(const PGresult *res, int row, const struct mail_text_sender *sender)
{
	const struct mail_text_facts facts = {.mail = db_result_int(res, row, "id"),
	                                      .subscription =
	                                              db_result_int(res, row, "subscription"),
	                                      .kind = db_result_text(res, row, "kind"),
	                                      .email = db_result_text(res, row, "email"),
	                                      .lang = db_result_text(res, row, "lang"),
	                                      .city = db_result_text(res, row, "city"),
	                                      .request = db_result_text(res, row, "request_id"),
	                                      .title = db_result_text(res, row, "title"),
	                                      .status = db_result_text(res, row, "status"),
	                                      .text = db_result_text(res, row, "text"),
	                                      .subject = db_result_text(res, row, "subject"),
	                                      .officer = db_result_text(res, row, "officer"),
	                                      .beat = db_result_text(res, row, "beat")};

	return mail_text_write(&facts, sender, time(NULL));
}

static const struct mail_delivery_rules delivery_rules = {
        .write = write_mail,
        .sent = {"mail_sent", "select sync.mail_sent($1::bigint)", 1},
        .failed = {"mail_failed",
                   "select * from sync.mail_failed($1::bigint, $2::text, $3::text, $4::text)", 4},
};

static void on_delivery_end(void *arg)
{
	lease_job_wake(arg);
}

static struct smtp_server server_of(const struct settings *s)
{
	return (struct smtp_server){.url = s->mail_server,
	                            .tls = s->mail_tls,
	                            .ca_file = s->mail_ca_file,
	                            .user = s->mail_user,
	                            .timeout = s->mail_timeout};
}

static void take_secrets(struct mailer *mailer, struct credentials *secrets)
{
	credentials_free(mailer->secrets);
	mailer->secrets = secrets;
	mailer->deliveries.server.password = credentials_find(secrets, "password");
	mailer->deliveries.sender.key = credentials_find(secrets, "links");
}

struct mailer *mailer_new(const struct settings *s, struct http_client *client,
                          struct credentials *secrets, const char *lease_owner,
                          const char *base_url, struct metrics *metrics)
{
	struct mailer *mailer;

	if (!secrets)
		return NULL;
	mailer = xcalloc(1, sizeof(*mailer));
	mailer->settings = s;
	mailer->lease = (struct lease_job){.rules = &rules,
	                                   .arg = mailer,
	                                   .owner = lease_owner,
	                                   .extra = s->mail_rate,
	                                   .seconds = (3 * s->mail_timeout + 999) / 1000};
	lease_job_open(&mailer->lease, s);
	mailer->deliveries =
	        (struct mail_deliveries){.rules = &delivery_rules,
	                                 .db = mailer->lease.db,
	                                 .client = client,
	                                 .metrics = metrics,
	                                 .server = server_of(s),
	                                 .sender = {.from = s->mail_from, .base_url = base_url},
	                                 .bounces = s->mail_bounces,
	                                 .lease_owner = lease_owner,
	                                 .ended = on_delivery_end,
	                                 .arg = &mailer->lease};
	LIST_INIT(&mailer->deliveries.list);
	take_secrets(mailer, secrets);
	return mailer;
}

/* What was leased and not sent, another daemon takes up. */
static void mailer_free(void *self)
{
	struct mailer *mailer = self;

	lease_job_close(&mailer->lease);
	mail_deliveries_free(&mailer->deliveries);
	credentials_free(mailer->secrets);
	free(mailer);
}

/* Secrets that cannot be read leave those in force that were. */
static void mailer_reload(void *self)
{
	struct credentials *secrets;
	struct mailer *mailer = self;
	char *why = mailer_check(mailer->settings, &secrets);

	if (why)
		log_warnx("%s; the secrets stay as they were", why);
	else
		take_secrets(mailer, secrets);
	free(why);
}

static bool mailer_busy(const void *self)
{
	const struct mailer *mailer = self;

	return mailer->deliveries.count > 0 || mailer->lease.asked;
}

const struct smtp_server *mailer_server(const struct mailer *mailer)
{
	return &mailer->deliveries.server;
}

const char *mailer_key(const struct mailer *mailer)
{
	return mailer->deliveries.sender.key;
}

const struct job_ops mailer_job = {
        .name = "mail",
        .descriptors = lease_job_descriptors,
        .timeout = lease_job_timeout,
        .step = lease_job_step,
        .reload = mailer_reload,
        .quiesce = lease_job_quiesce,
        .busy = mailer_busy,
        .free = mailer_free,
};
