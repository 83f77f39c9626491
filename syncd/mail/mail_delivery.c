#include "syncd/mail/mail_delivery.h"

#include "lib/dberror.h"
#include "lib/log.h"
#include "lib/xmalloc.h"
#include "syncd/core/db_json.h"
#include "syncd/mail/signed_link.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

static const struct db_stmt report_sent = {"mail_sent", "select sync.mail_sent($1::bigint)", 1};

static const struct db_stmt report_failed = {
        "mail_failed", "select * from sync.mail_failed($1::bigint, $2::text, $3::text, $4::text)",
        4};

/* A mail under way. */
struct post {
	LIST_ENTRY(post) link;
	struct mailposts *posts;
	char *id, *kind;
	enum smtp_verdict verdict;
	char *why;
	enum {
		POST_SENDING,  /* the mail server is asked */
		POST_JUDGED,   /* the database has to be told */
		POST_REPORTING /* it is being told */
	} state;
};

static void post_free(struct post *post)
{
	LIST_REMOVE(post, link);
	post->posts->count--;
	free(post->id);
	free(post->kind);
	free(post->why);
	free(post);
}

static void end(struct post *post, const char *outcome)
{
	struct mailposts *posts = post->posts;

	metrics_add(posts->metrics, METRIC_MAILS, 1, "kind=\"%s\",outcome=\"%s\"", post->kind,
	            outcome);
	post_free(post);
	posts->ended(posts->arg);
}

static void on_sent(void *arg, const PGresult *res, const struct db_error *error)
{
	struct post *post = arg;

	if (error && dberror_is_offline(error)) {
		post->state = POST_JUDGED;
		return;
	}
	if (error)
		log_warnx("mail: %s was sent, but it cannot be noted: %s", post->id,
		          error->message);
	end(post, "sent");
}

/* Neither address nor text are logged: the number says which mail it was. */
static void on_failed(void *arg, const PGresult *res, const struct db_error *error)
{
	struct post *post = arg;
	bool dead = false;

	if (error && dberror_is_offline(error)) {
		post->state = POST_JUDGED;
		return;
	}
	if (error)
		log_warnx("mail: a failure cannot be noted: %s", error->message);
	else if (PQntuples(res))
		dead = *db_json_text(res, 0, "dead") == 't';
	if (dead)
		log_warnx("mail: %s is given up", post->id);
	else if (res && PQntuples(res))
		log_warnx("mail: %s failed, attempt %s; next attempt in %s s", post->id,
		          db_json_text(res, 0, "attempts"), db_json_text(res, 0, "wait"));
	end(post, dead ? "dead" : "failed");
}

static void tell(struct post *post)
{
	static const char *const verdicts[] = {
	        [SMTP_AGAIN] = "again", [SMTP_REFUSED] = "refused", [SMTP_NOBODY] = "nobody"};
	struct mailposts *posts = post->posts;
	const char *params[] = {post->id, posts->name, post->why, verdicts[post->verdict]};

	if (db_state(posts->db) != DB_READY)
		return;
	post->state = POST_REPORTING;
	if (post->verdict == SMTP_SENT)
		db_query(posts->db, &report_sent, params, on_sent, post);
	else
		db_query(posts->db, &report_failed, params, on_failed, post);
}

static void on_verdict(void *arg, enum smtp_verdict verdict, const char *why)
{
	struct post *post = arg;

	post->verdict = verdict;
	post->why = xstrdup(why);
	post->state = POST_JUDGED;
	tell(post);
}

static struct post *post_new(struct mailposts *posts, const PGresult *res, int row)
{
	struct post *post = xcalloc(1, sizeof(*post));

	post->posts = posts;
	post->id = xstrdup(db_json_text(res, row, "id"));
	post->kind = xstrdup(db_json_text(res, row, "kind"));
	LIST_INSERT_HEAD(&posts->list, post, link);
	posts->count++;
	return post;
}

static char *write_mail(const struct mailposts *posts, const PGresult *res, int row)
{
	const struct mail_text_facts facts = {
	        .mail = strtoll(db_json_text(res, row, "id"), NULL, 10),
	        .subscription = strtoll(db_json_text(res, row, "subscription"), NULL, 10),
	        .kind = db_json_text(res, row, "kind"),
	        .email = db_json_text(res, row, "email"),
	        .lang = db_json_text(res, row, "lang"),
	        .city = db_json_text(res, row, "city"),
	        .request = db_json_text(res, row, "request_id"),
	        .title = db_json_text(res, row, "title"),
	        .status = db_json_text(res, row, "status"),
	        .text = db_json_text(res, row, "text"),
	        .subject = db_json_text(res, row, "subject"),
	        .officer = db_json_text(res, row, "officer"),
	        .beat = db_json_text(res, row, "beat")};

	return mail_text_write(&facts, &posts->sender, time(NULL));
}

/* Each mail has a sender of its own, so that what comes back says which one it was. */
static char *envelope_sender(const struct mailposts *posts, const char *id)
{
	const char *at = posts->bounces ? strchr(posts->bounces, '@') : NULL;
	char token[LINK_SIZE];

	if (!at)
		return xstrdup(posts->sender.from);
	link_sign(posts->sender.key, LINK_BOUNCE, strtoll(id, NULL, 10), token);
	return xasprintf("%.*s+%s%s", (int)(at - posts->bounces), posts->bounces, token, at);
}

void mailposts_begin(struct mailposts *posts, const PGresult *res, int row)
{
	struct post *post = post_new(posts, res, row);
	const char *to = db_json_text(res, row, "email");
	char *message, *from;

	if (!smtp_is_address(to)) {
		on_verdict(post, SMTP_NOBODY, "that is no address");
		return;
	}
	message = write_mail(posts, res, row);
	from = envelope_sender(posts, post->id);
	smtp_send(posts->client, &posts->server, from, to, message, on_verdict, post);
	free(from);
	free(message);
}

void mailposts_step(struct mailposts *posts)
{
	struct post *post;

	LIST_FOREACH(post, &posts->list, link)
	if (post->state == POST_JUDGED)
		tell(post);
}

void mailposts_free(struct mailposts *posts)
{
	struct post *post = LIST_FIRST(&posts->list), *next;

	for (; post; post = next) {
		next = LIST_NEXT(post, link);
		post_free(post);
	}
	free(posts->name);
}
