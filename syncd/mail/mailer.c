#include "syncd/mail/mailer.h"

#include "lib/db.h"
#include "lib/dberror.h"
#include "lib/log.h"
#include "lib/when.h"
#include "lib/xmalloc.h"
#include "syncd/core/credentials.h"
#include "syncd/core/lease_owner.h"
#include "syncd/mail/mail_delivery.h"

#include <stdlib.h>

enum {
	PAUSE = 10000,
	BREATH = 250
}; /* ms between two leases: at most, and where one gave nothing */

static const struct db_stmt lease_mails = {
        "mail_lease",
        "select * from sync.mail_lease($1::text, $2::integer, $3::integer, $4::integer)", 4};

static const struct db_stmt next_mail = {"mail_next", "select sync.mail_next($1::integer)", 1};

struct mailer {
	struct db *db;
	struct credentials *secrets;
	struct mail_deliveries deliveries;
	char rate[12], lease[12]; /* mails in a minute; seconds */
	bool asked;               /* the database looks for work */
	bool nothing;             /* the last lease gave none */
	int64_t next;             /* when to ask without being told to */
	bool draining;
};

static void wake(struct mailer *mailer)
{
	mailer->next = when_ticks();
}

static void on_lease(void *arg, const PGresult *res, const struct db_error *error)
{
	struct mailer *mailer = arg;

	mailer->nothing = !res || !PQntuples(res);
	if (error && !dberror_is_offline(error))
		log_warnx("mail: nothing can be leased: %s", error->message);
	for (int row = 0; res && row < PQntuples(res); row++)
		mail_deliveries_begin(&mailer->deliveries, res, row);
}

static void on_next(void *arg, const PGresult *res, const struct db_error *error)
{
	struct mailer *mailer = arg;
	int64_t wait = PAUSE;

	mailer->asked = false;
	if (res && !PQgetisnull(res, 0, 0))
		wait = strtoll(PQgetvalue(res, 0, 0), NULL, 10);
	if (mailer->nothing && wait < BREATH)
		wait = BREATH;
	mailer->next = when_ticks() + (wait < PAUSE ? wait : PAUSE);
}

static void ask(struct mailer *mailer)
{
	char limit[12];
	const char *params[] = {mailer->deliveries.name, mailer->rate, limit, mailer->lease};
	const char *rate[] = {mailer->rate};

	mailer->asked = true;
	snprintf(limit, sizeof(limit), "%d", MAILER_MAX - mailer->deliveries.count);
	db_query(mailer->db, &lease_mails, params, on_lease, mailer);
	db_query(mailer->db, &next_mail, rate, on_next, mailer);
}

/* That the database cannot be reached says the other connection. */
static void on_state(void *arg, enum db_state state, const char *why)
{
	if (state == DB_READY)
		wake(arg);
}

static void on_notify(void *arg, const char *channel)
{
	wake(arg);
}

static void on_delivery_end(void *arg)
{
	wake(arg);
}

static void open_database(struct mailer *mailer, const struct settings *s)
{
	const struct db_options options = {.conninfo = s->database,
	                                   .appname = "varta-syncd mail",
	                                   .language = s->language,
	                                   .connect_timeout = s->connect_timeout,
	                                   .reconnect_max = s->reconnect_max,
	                                   .warnings = true};
	const struct db_hooks hooks = {.state = on_state, .notify = on_notify, .arg = mailer};

	mailer->db = db_new(&options, &hooks);
	db_listen(mailer->db, "varta_mail");
}

static struct smtp_server server_of(const struct settings *s)
{
	return (struct smtp_server){.url = s->mail_server,
	                            .tls = s->mail_tls,
	                            .ca_file = s->mail_ca_file,
	                            .user = s->mail_user,
	                            .timeout = s->mail_timeout};
}

struct mailer *mailer_new(const struct settings *s, struct http_client *client,
                          struct credentials *secrets, const char *base_url,
                          struct metrics *metrics)
{
	struct mailer *mailer;

	if (!secrets)
		return NULL;
	mailer = xcalloc(1, sizeof(*mailer));
	snprintf(mailer->rate, sizeof(mailer->rate), "%d", s->mail_rate);
	snprintf(mailer->lease, sizeof(mailer->lease), "%d", (3 * s->mail_timeout + 999) / 1000);
	open_database(mailer, s);
	mailer->deliveries =
	        (struct mail_deliveries){.db = mailer->db,
	                                 .client = client,
	                                 .metrics = metrics,
	                                 .server = server_of(s),
	                                 .sender = {.from = s->mail_from, .base_url = base_url},
	                                 .bounces = s->mail_bounces,
	                                 .name = lease_owner_new(),
	                                 .ended = on_delivery_end,
	                                 .arg = mailer};
	LIST_INIT(&mailer->deliveries.list);
	mailer_rekey(mailer, secrets);
	return mailer;
}

void mailer_free(struct mailer *mailer)
{
	if (!mailer)
		return;
	db_free(mailer->db);
	mail_deliveries_free(&mailer->deliveries);
	credentials_free(mailer->secrets);
	free(mailer);
}

void mailer_rekey(struct mailer *mailer, struct credentials *secrets)
{
	credentials_free(mailer->secrets);
	mailer->secrets = secrets;
	mailer->deliveries.server.password = credentials_find(secrets, "password");
	mailer->deliveries.sender.key = credentials_find(secrets, "links");
}

const char *mailer_key(const struct mailer *mailer)
{
	return mailer->deliveries.sender.key;
}

const struct db *mailer_db(const struct mailer *mailer)
{
	return mailer ? mailer->db : NULL;
}

static bool may_ask(const struct mailer *mailer)
{
	return !mailer->asked && !mailer->draining && db_state(mailer->db) == DB_READY &&
	       mailer->deliveries.count < MAILER_MAX;
}

int64_t mailer_timeout(const struct mailer *mailer)
{
	int64_t left, wait;

	if (!mailer)
		return -1;
	wait = db_timeout(mailer->db);
	if (!may_ask(mailer))
		return wait;
	left = mailer->next - when_ticks();
	if (left < 0)
		left = 0;
	return wait >= 0 && wait < left ? wait : left;
}

void mailer_step(struct mailer *mailer)
{
	if (!mailer)
		return;
	db_step(mailer->db);
	mail_deliveries_step(&mailer->deliveries);
	if (may_ask(mailer) && when_ticks() >= mailer->next)
		ask(mailer);
}

void mailer_quiesce(struct mailer *mailer)
{
	if (mailer)
		mailer->draining = true;
}

bool mailer_busy(const struct mailer *mailer)
{
	return mailer && (mailer->deliveries.count > 0 || mailer->asked);
}
