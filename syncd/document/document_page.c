/* The public page of a paper: whether it is in force, and the hash of its PDF. */
#include "lib/base/i18n.h"
#include "lib/base/xmalloc.h"
#include "lib/db/db_result.h"
#include "syncd/core/page.h"
#include "syncd/document/handlers.h"
#include "syncd/http/http_request.h"

#include <stdlib.h>
#include <string.h>

static const struct db_stmt find_paper = {"document_page",
                                          "select sync.document_page($1::text) as paper", 1};

static const char *member(const json_t *object, const char *name)
{
	const char *text = json_string_value(json_object_get(object, name));

	return text ? text : "";
}

static char *state_said(const json_t *order)
{
	const char *next = member(order, "replaced_by");

	if (*next)
		return xasprintf(_("This order is not in force any more: order No. %s was issued "
		                   "in its place."),
		                 next);
	if (strcmp(member(order, "state"), "cancelled") == 0)
		return xstrdup(_("This order is cancelled."));
	return xasprintf(_("This order was issued. What became of it: %s."),
	                 member(order, "state_name"));
}

static void add_facts(struct markup *m, const json_t *order, const char *hash)
{
	const struct {
		const char *name, *value;
	} facts[] = {
	        {_("Issued by"), member(order, "unit")},
	        {_("City"), member(order, "city")},
	        {_("On"), member(order, "issued")},
	        {_("To"), member(order, "institution")},
	        {_("To be done until"), member(order, "due")},
	        {_("SHA-256 of the PDF"), hash},
	};

	markup_open(m, "dl", NULL);
	for (size_t i = 0; i < sizeof(facts) / sizeof(*facts); i++) {
		if (!*facts[i].value)
			continue;
		markup_element(m, "dt", facts[i].name, NULL);
		markup_element(m, "dd", facts[i].value, NULL);
	}
	markup_close(m);
}

/* To what the city publishes of it, where it does. */
static void add_link(struct markup *m, const char *page)
{
	if (!markup_is_url(page))
		return;
	markup_open(m, "p", NULL);
	markup_element(m, "a", _("What the city publishes of this order"), "href", page, NULL);
	markup_close(m);
}

static void answer(struct http_request *req, const json_t *facts, const char *hash,
                   const char *title, const char *said)
{
	struct buf html = {0};
	struct markup *m = page_begin(&html, "uk", title);

	markup_element(m, "p", said, "class", "state", NULL);
	add_facts(m, facts, hash);
	add_link(m, member(facts, "page"));
	page_end(m);
	http_request_html(req, 200, html.data);
	buf_release(&html);
}

static void answer_order(struct http_request *req, const json_t *order, const char *hash)
{
	char *title = xasprintf(_("Order No. %s"), member(order, "name")),
	     *said = state_said(order);

	answer(req, order, hash, title, said);
	free(title);
	free(said);
}

static void answer_act(struct http_request *req, const json_t *act, const char *hash)
{
	char *title = xasprintf(_("Act of inspection No. %s"), member(act, "name"));

	answer(req, act, hash, title, _("This act was signed."));
	free(title);
}

static void answer_unknown(struct http_request *req)
{
	struct buf html = {0};
	struct markup *m = page_begin(&html, "uk", _("There is no such paper"));

	markup_element(m, "p", _("Look whether the address is the one that is printed on it."),
	               NULL);
	page_end(m);
	http_request_html(req, 404, html.data);
	buf_release(&html);
}

/* What can be on a paper, by the member of the answer that tells of it. */
static const struct {
	const char *name;
	void (*answer)(struct http_request *req, const json_t *facts, const char *hash);
} papers[] = {{"order", answer_order}, {"act", answer_act}};

static void on_paper(struct http_request *req, const PGresult *res)
{
	json_t *paper = PQntuples(res) ? db_result_json(res, 0, "paper") : NULL, *facts = NULL;
	size_t i = 0;

	while (i < sizeof(papers) / sizeof(*papers) &&
	       !json_is_object(facts = json_object_get(paper, papers[i].name)))
		i++;
	i18n_speak("uk");
	if (json_is_object(facts))
		papers[i].answer(req, facts, member(paper, "sha256"));
	else
		answer_unknown(req);
	i18n_speak("en");
	json_decref(paper);
}

void handle_document(struct http_request *req)
{
	const char *const params[] = {req->key};

	http_request_query(req, &find_paper, params, on_paper);
}
