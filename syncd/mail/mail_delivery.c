/* Carries a mail from its lease to the report of what became of it. */
#include "syncd/mail/mail_delivery.h"

#include "lib/base/log.h"
#include "lib/base/xmalloc.h"
#include "lib/db/db_result.h"
#include "syncd/core/job.h"
#include "syncd/core/late_note.h"
#include "syncd/mail/signed_link.h"

#include <stdlib.h>
#include <string.h>

/* A mail under way. */
struct mail_delivery {
	LIST_ENTRY(mail_delivery) link;
	struct mail_deliveries *deliveries;
	char *id, *kind;
	enum smtp_result result;
	char *why;
	struct late_note note;
	enum {
		DELIVERY_SENDING,  /* the mail server is asked */
		DELIVERY_JUDGED,   /* the database has to be told */
		DELIVERY_REPORTING /* it is being told */
	} state;
};

static void delivery_free(struct mail_delivery *delivery)
{
	LIST_REMOVE(delivery, link);
	delivery->deliveries->count--;
	free(delivery->id);
	free(delivery->kind);
	free(delivery->why);
	free(delivery);
}

static void end(struct mail_delivery *delivery, const char *outcome)
{
	struct mail_deliveries *deliveries = delivery->deliveries;

	metrics_add(deliveries->metrics, METRIC_MAILS, 1, "kind=\"%s\",outcome=\"%s\"",
	            delivery->kind, outcome);
	delivery_free(delivery);
	deliveries->ended(deliveries->arg);
}

static void on_sent(void *arg, const PGresult *res, const struct db_error *error)
{
	struct mail_delivery *delivery = arg;

	if (late_note_again(&delivery->note, error, "mail", delivery->id))
		delivery->state = DELIVERY_JUDGED;
	else
		end(delivery, "sent");
}

/* Neither address nor text are logged: the number says which mail it was. */
static void on_failed(void *arg, const PGresult *res, const struct db_error *error)
{
	struct mail_delivery *delivery = arg;
	bool dead = false;

	if (late_note_again(&delivery->note, error, "mail", delivery->id)) {
		delivery->state = DELIVERY_JUDGED;
		return;
	}
	if (res && PQntuples(res))
		dead = db_result_bool(res, 0, "dead");
	if (dead)
		log_warnx("mail: %s is given up", delivery->id);
	else if (res && PQntuples(res))
		log_warnx("mail: %s failed, attempt %s; next attempt in %s s", delivery->id,
		          db_result_text(res, 0, "attempts"), db_result_text(res, 0, "wait"));
	end(delivery, dead ? "dead" : "failed");
}

static void tell(struct mail_delivery *delivery)
{
	static const char *const results[] = {
	        [SMTP_AGAIN] = "again", [SMTP_REFUSED] = "refused", [SMTP_NOBODY] = "nobody"};
	struct mail_deliveries *deliveries = delivery->deliveries;
	const char *failed[] = {delivery->id, deliveries->lease_owner, delivery->why,
	                        results[delivery->result]};
	const char *sent[] = {delivery->id, delivery->why};

	if (db_state(deliveries->db) != DB_READY)
		return;
	delivery->state = DELIVERY_REPORTING;
	if (delivery->result == SMTP_SENT)
		db_query(deliveries->db, &deliveries->rules->sent, sent, on_sent, delivery);
	else
		db_query(deliveries->db, &deliveries->rules->failed, failed, on_failed, delivery);
}

static void on_smtp_result(void *arg, enum smtp_result result, const char *why)
{
	struct mail_delivery *delivery = arg;

	delivery->result = result;
	delivery->why = xstrdup(why);
	delivery->state = DELIVERY_JUDGED;
	tell(delivery);
}

static struct mail_delivery *delivery_new(struct mail_deliveries *deliveries, const PGresult *res,
                                          int row)
{
	struct mail_delivery *delivery = xcalloc(1, sizeof(*delivery));

	delivery->deliveries = deliveries;
	delivery->id = xstrdup(db_result_text(res, row, "id"));
	delivery->kind = xstrdup(db_result_text(res, row, "kind"));
	LIST_INSERT_HEAD(&deliveries->list, delivery, link);
	deliveries->count++;
	return delivery;
}

/* Each mail has a sender of its own, so that what comes back says which one it was. */
static char *envelope_sender(const struct mail_deliveries *deliveries, const char *id)
{
	const char *at = deliveries->bounces ? strchr(deliveries->bounces, '@') : NULL;
	char token[LINK_SIZE];

	if (!at)
		return xstrdup(deliveries->sender.from);
	link_sign(deliveries->sender.key, LINK_BOUNCE, strtoll(id, NULL, 10), token);
	return xasprintf("%.*s+%s%s", (int)(at - deliveries->bounces), deliveries->bounces, token,
	                 at);
}

/* A lease can end before the database takes a note, and the mail be leased once more. */
static bool is_under_way(const struct mail_deliveries *deliveries, const char *id)
{
	const struct mail_delivery *delivery;

	LIST_FOREACH(delivery, &deliveries->list, link)
		if (strcmp(delivery->id, id) == 0)
			return true;
	return false;
}

void mail_deliveries_begin(struct mail_deliveries *deliveries, const PGresult *res, int row)
{
	struct mail_delivery *delivery;
	const char *to = db_result_text(res, row, "email");
	char *message, *from;

	if (is_under_way(deliveries, db_result_text(res, row, "id")))
		return;
	delivery = delivery_new(deliveries, res, row);
	if (!smtp_is_address(to)) {
		on_smtp_result(delivery, SMTP_NOBODY, "that is no address");
		return;
	}
	message = deliveries->rules->write(res, row, &deliveries->sender);
	from = envelope_sender(deliveries, delivery->id);
	smtp_send(deliveries->client, &deliveries->server, from, to, message, on_smtp_result,
	          delivery);
	free(from);
	free(message);
}

void mail_deliveries_step(struct mail_deliveries *deliveries)
{
	struct mail_delivery *delivery;

	LIST_FOREACH(delivery, &deliveries->list, link)
		if (delivery->state == DELIVERY_JUDGED && late_note_left(&delivery->note) == 0)
			tell(delivery);
}

int64_t mail_deliveries_late(const struct mail_deliveries *deliveries)
{
	const struct mail_delivery *delivery;
	int64_t wait = -1;

	LIST_FOREACH(delivery, &deliveries->list, link)
		if (delivery->state == DELIVERY_JUDGED)
			wait = job_sooner(wait, late_note_left(&delivery->note));
	return wait;
}

void mail_deliveries_free(struct mail_deliveries *deliveries)
{
	struct mail_delivery *delivery = LIST_FIRST(&deliveries->list), *next;

	for (; delivery; delivery = next) {
		next = LIST_NEXT(delivery, link);
		delivery_free(delivery);
	}
}
