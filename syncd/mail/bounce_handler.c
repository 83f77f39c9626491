/* What mail servers send back: their own filter posts it. */
#include "lib/base/xmalloc.h"
#include "lib/db/db_params.h"
#include "lib/db/db_result.h"
#include "lib/program/settings.h"
#include "syncd/http/http_common.h"
#include "syncd/http/http_request.h"
#include "syncd/mail/bounce.h"
#include "syncd/mail/handlers.h"
#include "syncd/mail/mailer.h"

#include <stdlib.h>
#include <string.h>

static const struct db_stmt note_bounce = {"mail_bounced",
                                           "select sync.mail_bounced($1::bigint, $2::text)", 2};

static void answer_noted(struct http_request *req, bool noted)
{
	json_t *tree = json_pack("{s:b}", "noted", noted);

	req->format = ENCODING_JSON;
	http_request_answer(req, 200, "bounce", tree);
	json_decref(tree);
}

static void on_bounced(struct http_request *req, const PGresult *res)
{
	answer_noted(req, db_value_bool(res));
}

/* That it is no forgery says the token in it. */
void handle_bounce(struct http_request *req)
{
	const char *bounces = req->common->settings->mail_bounces;
	struct bounce bounce;
	struct db_params params = {0};
	char *local;
	bool ours;

	if (!req->context || !bounces) {
		http_request_error(req, 404, "there is nothing at this address");
		return;
	}
	local = xstrndup(bounces, strcspn(bounces, "@"));
	ours = bounce_read(req->body.data ? req->body.data : "", req->body.len, local,
	                   mailer_key(req->context), &bounce);
	free(local);
	db_params_int(&params, bounce.mail);
	db_params_text(&params, bounce.why);
	if (!ours)
		http_request_error(req, 400, "no mail of ours comes back in it");
	else if (!bounce.final)
		answer_noted(req, false);
	else
		http_request_query(req, &note_bounce, params.text, on_bounced);
}
