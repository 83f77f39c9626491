/* Writes what is read behind a link. */
#include "syncd/party/link_page.h"

#include "lib/base/buf.h"
#include "lib/base/i18n.h"
#include "lib/base/xmalloc.h"
#include "syncd/core/page.h"
#include "syncd/party/link_forms.h"
#include "syncd/party/link_photos.h"

#include <stdlib.h>
#include <string.h>

enum { FILE_MB = 5 /* that varta.attached_kind() takes of what is no photo */ };

static const char *member(const json_t *object, const char *name)
{
	const char *text = json_string_value(json_object_get(object, name));

	return text ? text : "";
}

/* A text with its line breaks. */
static void add_lines(struct markup *m, const char *text)
{
	markup_open(m, "pre", NULL);
	markup_text(m, text);
	markup_close(m);
}

static char *state_said(const json_t *page)
{
	const char *next = member(page, "replaced_by");

	if (*next)
		return xasprintf(_("This order is not in force any more: order No. %s was issued "
		                   "in its place."),
		                 next);
	if (strcmp(member(page, "state"), "cancelled") == 0)
		return xstrdup(_("This order is cancelled."));
	return xasprintf(_("What became of it: %s. To be done until %s."),
	                 member(page, "state_name"), member(page, "due"));
}

static void add_state(struct markup *m, const json_t *page)
{
	char *said = state_said(page);

	markup_element(m, "p", said, NULL);
	free(said);
	if (*member(page, "asked_until")) {
		said = xasprintf(_("You asked for more time, until %s: this is not decided yet."),
		                 member(page, "asked_until"));
		markup_element(m, "p", said, NULL);
		free(said);
	}
}

static const struct {
	const char *verb, *said;
} steps[] = {
        {"order_issue", N_("the order was issued")},
        {"order_deliver", N_("it was handed over on paper")},
        {"order_acknowledge", N_("the owner has it")},
        {"order_accept", N_("the owner will do it")},
        {"order_reject", N_("the owner does not agree")},
        {"order_safe", N_("the owner reports that the place is safe")},
        {"order_done", N_("the owner reports that it is done")},
        {"order_ask_time", N_("the owner asks for more time")},
        {"order_give_time", N_("more time was given")},
        {"order_refuse_time", N_("no more time was given")},
        {"order_remind", N_("the owner was reminded")},
        {"order_verify", N_("looked at: it is done")},
        {"order_fail", N_("looked at: it is not done")},
        {"order_cancel", N_("the order was cancelled")},
        {"order_reissue", N_("another order was issued in its place")},
};

static const char *step_said(const char *verb)
{
	for (size_t i = 0; i < sizeof(steps) / sizeof(*steps); i++)
		if (strcmp(steps[i].verb, verb) == 0)
			return _(steps[i].said);
	return "";
}

static void add_step(struct markup *m, const json_t *step)
{
	const char *paper = member(step, "paper");
	char *what = xasprintf("%s: %s%s%s", member(step, "at"), step_said(member(step, "verb")),
	                       *paper ? ", " : "", paper);

	markup_open(m, "li", NULL);
	markup_line(m, what);
	if (*member(step, "note"))
		add_lines(m, member(step, "note"));
	markup_close(m);
	free(what);
}

static void add_steps(struct markup *m, const json_t *list)
{
	size_t i;
	json_t *step;

	markup_element(m, "h2", _("What happened so far"), NULL);
	markup_open(m, "ul", NULL);
	json_array_foreach(list, i, step)
		add_step(m, step);
	markup_close(m);
}

static void add_order(struct markup *m, const json_t *page, const struct link_place *place)
{
	add_state(m, page);
	add_lines(m, member(page, "text"));
	if (place->longest)
		link_photos_add(m, json_object_get(page, "photos"), place->key);
	link_forms_add(m, page, place->longest);
	add_steps(m, json_object_get(page, "steps"));
}

static void add_fact(struct markup *m, const char *name, const char *value)
{
	if (!*value)
		return;
	markup_element(m, "dt", name, NULL);
	markup_open(m, "dd", NULL);
	add_lines(m, value);
	markup_close(m);
}

static const char *referral_said(const char *state)
{
	static const struct {
		const char *state, *said;
	} states[] = {{"sent", N_("it waits for you")},
	              {"accepted", N_("you took it on")},
	              {"returned", N_("you returned it")},
	              {"answered", N_("you answered it; a moderator looks at the answer")}};

	for (size_t i = 0; i < sizeof(states) / sizeof(*states); i++)
		if (strcmp(states[i].state, state) == 0)
			return _(states[i].said);
	return "";
}

static void add_referral(struct markup *m, const json_t *page, const struct link_place *place)
{
	markup_open(m, "dl", NULL);
	add_fact(m, _("Referred to"), member(page, "unit"));
	add_fact(m, _("How it stands"), referral_said(member(page, "state")));
	add_fact(m, _("To be answered until"), member(page, "due"));
	add_fact(m, _("What is asked"), member(page, "asked"));
	add_fact(m, _("Received"), member(page, "received"));
	add_fact(m, _("Category"), member(page, "category"));
	add_fact(m, _("Place"), member(page, "address"));
	add_fact(m, _("What the resident wrote"), member(page, "text"));
	add_fact(m, _("Returned, because"), member(page, "why"));
	add_fact(m, _("Answer of the unit"), member(page, "answer"));
	markup_close(m);
	link_forms_add(m, page, place->longest);
}

char *link_page_html(const json_t *page, const struct link_place *place, const char *notice)
{
	bool referral = strcmp(member(page, "kind"), "referral") == 0;
	char *title = referral ? xasprintf(_("Request No. %s"), member(page, "name"))
	                       : xasprintf(_("Order No. %s"), member(page, "name"));
	struct buf out = {0};
	struct markup *m = page_begin(&out, "uk", title);

	if (notice)
		markup_element(m, "p", notice, "class", "state", "role", "status", NULL);
	if (referral)
		add_referral(m, page, place);
	else
		add_order(m, page, place);
	page_end(m);
	free(title);
	return buf_steal(&out);
}

char *link_page_unknown(void)
{
	struct buf out = {0};
	struct markup *m = page_begin(&out, "uk", _("This link opens nothing"));

	markup_element(m, "p",
	               _("It was not copied whole, or it does not work any more. Ask the unit that "
	                 "wrote to you for a new one."),
	               NULL);
	page_end(m);
	return buf_steal(&out);
}

static char *refusal(int status, int longest)
{
	if (status == 413)
		return xasprintf(
		        _("Nothing was recorded: what you sent is too long. A photo may have "
		          "%1$d MB; the files of an answer may have %1$d MB together, a PDF or "
		          "a signed file %2$d MB."),
		        longest, longest < FILE_MB ? longest : FILE_MB);
	if (status == 415)
		return xstrdup(_("Nothing was recorded: a file of this kind is not taken here."));
	if (status == 429 || status >= 500)
		return xstrdup(
		        _("Nothing was recorded: it cannot be done now. Try again in a minute."));
	return xstrdup(_("Nothing was recorded: what was sent could not be read."));
}

char *link_page_refused(const char *key, int status, int longest)
{
	char *said = refusal(status, longest);
	struct buf out = {0};
	struct markup *m = page_begin(&out, "uk", _("Nothing was recorded"));

	markup_element(m, "p", said, "class", "state", "role", "status", NULL);
	if (key) {
		markup_open(m, "p", NULL);
		markup_element(m, "a", _("Back to the page"), "href", key, NULL);
		markup_close(m);
	}
	page_end(m);
	free(said);
	return buf_steal(&out);
}

const char *link_page_notice(const json_t *result)
{
	const char *what = member(result, "result");

	if (strcmp(what, "done") == 0)
		return _("It is recorded, and the unit is told.");
	if (strcmp(what, "stale") == 0)
		return _("Nothing was changed: it is not any more what you saw, or this was done "
		         "already. Below is how it stands now.");
	if (strcmp(member(result, "field"), "until") == 0)
		return _("Nothing was changed: the day has to be after the present one, and within "
		         "400 days.");
	if (strcmp(member(result, "field"), "photo") == 0)
		return _("Nothing was changed: the file is no photo that is taken here. Send a "
		         "JPEG, "
		         "PNG or WebP.");
	if (strcmp(member(result, "field"), "files") == 0)
		return _("Nothing was changed: one of the files is not taken here, or there are "
		         "more than five. Send photos (JPEG, PNG or WebP), a PDF or signed files "
		         "(.p7s, .asice) of 5 MB at most.");
	return _("Nothing was changed: the text is missing, or too long.");
}
