/* What links in mails lead to. A link is opened by whoever checks mails for viruses, too: so
 * nothing happens before a button is pressed. A mail program presses it by itself (RFC 8058). */
#include "lib/base/i18n.h"
#include "lib/base/xmalloc.h"
#include "lib/db/db_params.h"
#include "lib/db/db_result.h"
#include "syncd/http/http_request.h"
#include "syncd/mail/confirm_page.h"
#include "syncd/mail/handlers.h"
#include "syncd/mail/mailer.h"
#include "syncd/mail/signed_link.h"

#include <microhttpd.h>
#include <stdlib.h>
#include <string.h>

#define ABOUT "select lang, city, request_id, beat, "

/* The state is the one before; after it, what came of it. */
static const struct db_stmt show_subscription = {
        "link_show", ABOUT "state, '' as done from sync.subscription($1::bigint)", 1};
static const struct db_stmt confirm_subscription = {
        "link_confirm",
        ABOUT "sync.subscription_confirm($1::bigint) as done from sync.subscription($1::bigint)",
        1};
static const struct db_stmt end_subscription = {
        "link_end",
        ABOUT "sync.subscription_end($1::bigint)::text as done from sync.subscription($1::bigint)",
        1};

/* Of somebody whose subscription we do not know. */
static const char *wanted_language(const struct http_request *req)
{
	const char *accepted =
	        MHD_lookup_connection_value(req->connection, MHD_HEADER_KIND, "Accept-Language");

	return accepted && strncmp(accepted, "en", 2) == 0 ? "en" : "uk";
}

/* Takes text. */
static void show(struct http_request *req, int status, const char *lang, const char *title,
                 char *text, const char *button)
{
	char *html = confirm_page_html(lang, title, text, button);

	http_request_html(req, status, html);
	free(html);
	free(text);
}

/* What a subscription is. */
static char *what(const PGresult *res)
{
	const char *request = db_result_text(res, 0, "request_id"),
	           *beat = db_result_text(res, 0, "beat"), *city = db_result_text(res, 0, "city");

	if (request)
		return xasprintf(_("Mails about what becomes of request No. %s, %s."), request,
		                 city);
	if (beat)
		return xasprintf(_("Newsletters of the district officer: %s, %s."), beat, city);
	return xasprintf(_("Newsletters of the district officers: %s."), city);
}

static void unknown_link(struct http_request *req, const char *lang)
{
	show(req, 404, lang, _("This link does not work any more"),
	     xstrdup(_("What it was for has ended, or it was not copied whole.")), NULL);
}

static void show_confirm(struct http_request *req, const PGresult *res)
{
	const char *lang, *state;

	if (!PQntuples(res)) {
		i18n_speak(wanted_language(req));
		unknown_link(req, wanted_language(req));
		i18n_speak("en");
		return;
	}
	lang = db_result_text(res, 0, "lang");
	state = db_result_text(res, 0, "state");
	i18n_speak(lang);
	if (strcmp(state, "asked") == 0)
		show(req, 200, lang, _("Confirm your address"), what(res), _("Yes, send me mails"));
	else if (strcmp(state, "confirmed") == 0)
		show(req, 200, lang, _("Your address is confirmed"), what(res), NULL);
	else
		unknown_link(req, lang);
	i18n_speak("en");
}

static void show_confirmed(struct http_request *req, const PGresult *res)
{
	const char *lang = PQntuples(res) ? db_result_text(res, 0, "lang") : wanted_language(req);
	const char *done = PQntuples(res) ? db_result_text(res, 0, "done") : NULL;

	i18n_speak(lang);
	if (done && strcmp(done, "confirmed") == 0)
		show(req, 200, lang, _("Your address is confirmed"), what(res), NULL);
	else
		unknown_link(req, lang);
	i18n_speak("en");
}

static void show_end(struct http_request *req, const PGresult *res)
{
	const char *lang = PQntuples(res) ? db_result_text(res, 0, "lang") : wanted_language(req);

	i18n_speak(lang);
	if (PQntuples(res))
		show(req, 200, lang, _("No more of these mails?"), what(res), _("No more mails"));
	else
		show(req, 200, lang, _("No more mails will come"),
		     xstrdup(_("Your address is deleted.")), NULL);
	i18n_speak("en");
}

/* Also where it had ended before: whoever asks twice is told the same. */
static void show_ended(struct http_request *req, const PGresult *res)
{
	const char *lang = PQntuples(res) ? db_result_text(res, 0, "lang") : wanted_language(req);

	i18n_speak(lang);
	show(req, 200, lang, _("No more mails will come"), xstrdup(_("Your address is deleted.")),
	     NULL);
	i18n_speak("en");
}

static void follow(struct http_request *req, enum link_purpose purpose, const struct db_stmt *stmt,
                   void (*done)(struct http_request *req, const PGresult *res))
{
	struct db_params params = {0};
	int64_t id;

	if (!req->context) {
		http_request_error(req, 404, "there is nothing at this address");
	} else if (!link_read(mailer_key(req->context), purpose, req->key, &id)) {
		i18n_speak(wanted_language(req));
		unknown_link(req, wanted_language(req));
		i18n_speak("en");
	} else {
		db_params_int(&params, id);
		http_request_query(req, stmt, params.text, done);
	}
}

void handle_confirm_page(struct http_request *req)
{
	follow(req, LINK_CONFIRM, &show_subscription, show_confirm);
}

void handle_confirm(struct http_request *req)
{
	follow(req, LINK_CONFIRM, &confirm_subscription, show_confirmed);
}

void handle_end_page(struct http_request *req)
{
	follow(req, LINK_END, &show_subscription, show_end);
}

void handle_end(struct http_request *req)
{
	follow(req, LINK_END, &end_subscription, show_ended);
}
