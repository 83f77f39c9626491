/* Sends mails to residents and subscribers, and reads the secrets anew. */
#include "syncd/mail/mailer.h"

#include "lib/base/log.h"
#include "lib/base/xmalloc.h"
#include "lib/db/db_result.h"
#include "lib/program/settings.h"
#include "syncd/core/credentials.h"
#include "syncd/mail/mail_lane.h"

#include <stdlib.h>
#include <time.h>

struct mailer {
	struct mail_lane lane;
	const struct settings *settings;
	struct credentials *secrets;
};

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
        .room = mail_lane_room,
        .retell = mail_lane_retell,
        .late = mail_lane_late,
        .begin = mail_lane_begin,
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
	mailer->lane.deliveries.server.password = credentials_find(secrets, "password");
	mailer->lane.deliveries.sender.key = credentials_find(secrets, "links");
}

struct mailer *mailer_new(const struct mail_office *office, struct credentials *secrets)
{
	struct mailer *mailer;

	if (!secrets)
		return NULL;
	mailer = xcalloc(1, sizeof(*mailer));
	mailer->settings = office->settings;
	mail_lane_open(&mailer->lane, office, &rules, &delivery_rules, MAILER_MAX);
	mailer->lane.deliveries.server = server_of(office->settings);
	take_secrets(mailer, secrets);
	return mailer;
}

static void mailer_free(void *self)
{
	struct mailer *mailer = self;

	mail_lane_close(&mailer->lane);
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

const struct smtp_server *mailer_server(const struct mailer *mailer)
{
	return &mailer->lane.deliveries.server;
}

const char *mailer_key(const struct mailer *mailer)
{
	return mailer->lane.deliveries.sender.key;
}

const struct job_ops mailer_job = {
        .name = "mail",
        .descriptors = lease_job_descriptors,
        .timeout = lease_job_timeout,
        .step = lease_job_step,
        .reload = mailer_reload,
        .quiesce = lease_job_quiesce,
        .busy = mail_lane_busy,
        .free = mailer_free,
};
