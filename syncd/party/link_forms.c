/* Writes the forms behind a link. */
#include "syncd/party/link_forms.h"

#include "lib/base/i18n.h"
#include "lib/base/xmalloc.h"
#include "syncd/core/markup.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NOTE_MAX = 2000, ANSWER_MAX = 20000 };

static const struct link_form {
	const char *verb, *title, *note, *button;
	bool day; /* until when */
	int longest;
} forms[] = {
        {"order_acknowledge", N_("We have the order"), N_("Your registration number or a note"),
         N_("Say that you have it"), false, NOTE_MAX},
        {"order_accept", N_("We will do it in time"), N_("A note, if there is something to say"),
         N_("Accept the order"), false, NOTE_MAX},
        {"order_ask_time", N_("We need more time"), N_("Why it takes longer"),
         N_("Ask for more time"), true, NOTE_MAX},
        {"order_safe", N_("The place is safe, the rest follows"), N_("What was done"),
         N_("Report that it is safe"), false, NOTE_MAX},
        {"order_done", N_("It is done"), N_("What was done, and when"),
         N_("Report that it is done"), false, NOTE_MAX},
        {"order_reject", N_("We do not agree"), N_("Why: whose it is, or what is wrong"),
         N_("Reject the order"), false, NOTE_MAX},
        {"referral_accept", N_("We take it on"), N_("A note, if there is something to say"),
         N_("Take it on"), false, NOTE_MAX},
        {"referral_answer", N_("We answer"), N_("The answer, as the resident shall read it"),
         N_("Send the answer"), false, ANSWER_MAX},
        {"referral_return", N_("It is not ours"), N_("Why, and whose it is"), N_("Return it"),
         false, NOTE_MAX},
};

static const char *member(const json_t *object, const char *name)
{
	const char *text = json_string_value(json_object_get(object, name));

	return text ? text : "";
}

static void add_hidden(struct markup *m, const char *name, const char *value)
{
	markup_element(m, "input", NULL, "type", "hidden", "name", name, "value", value, NULL);
}

static void add_note(struct markup *m, const struct link_form *form, bool required)
{
	char longest[16];

	snprintf(longest, sizeof(longest), "%d", form->longest);
	markup_open(m, "label", NULL);
	markup_text(m, _(form->note));
	markup_element(m, "textarea", NULL, "name", "note", "rows", "4", "maxlength", longest,
	               "required", required ? "required" : NULL, NULL);
	markup_close(m);
}

static void add_day(struct markup *m, const json_t *page)
{
	markup_open(m, "label", NULL);
	markup_text(m, _("Until which day"));
	markup_element(m, "input", NULL, "type", "date", "name", "until", "min",
	               member(page, "after"), "max", member(page, "before"), "required", "required",
	               NULL);
	markup_close(m);
}

static void add_photo(struct markup *m)
{
	markup_open(m, "label", NULL);
	markup_text(m, _("A photo of what was done, if you have one (JPEG, PNG or WebP)"));
	markup_element(m, "input", NULL, "type", "file", "name", "photo", "accept",
	               "image/jpeg,image/png,image/webp", NULL);
	markup_close(m);
}

static void add_files(struct markup *m, int longest)
{
	char *said = xasprintf(
	        _("Photos, a PDF, or files with a qualified signature (.p7s, .asice), if you have "
	          "some: five at most, together up to %d MB, and nobody verifies signatures"),
	        longest);

	markup_open(m, "label", NULL);
	markup_text(m, said);
	markup_element(m, "input", NULL, "type", "file", "name", "files", "multiple", "multiple",
	               "accept", "image/jpeg,image/png,image/webp,application/pdf,.p7s,.asice",
	               NULL);
	markup_close(m);
	free(said);
}

/* photo: one may come with it; longest: so many MB of files may, 0 is none. */
static void add_form(struct markup *m, const json_t *page, const struct link_form *form,
                     bool reason, bool photo, int longest)
{
	char version[24];

	snprintf(version, sizeof(version), "%lld",
	         (long long)json_integer_value(json_object_get(page, "version")));
	markup_open(m, "details", NULL);
	markup_element(m, "summary", _(form->title), NULL);
	markup_open(m, "form", "method", "post", "enctype",
	            photo || longest ? "multipart/form-data" : NULL, NULL);
	add_hidden(m, "verb", form->verb);
	add_hidden(m, "version", version);
	if (form->day)
		add_day(m, page);
	add_note(m, form, reason);
	if (photo)
		add_photo(m);
	if (longest)
		add_files(m, longest);
	markup_element(m, "button", _(form->button), NULL);
	markup_close(m);
	markup_close(m);
}

static const struct link_form *form_of(const char *verb)
{
	for (size_t i = 0; i < sizeof(forms) / sizeof(*forms); i++)
		if (strcmp(forms[i].verb, verb) == 0)
			return &forms[i];
	return NULL;
}

void link_forms_add(struct markup *m, const json_t *page, int longest)
{
	const json_t *acts = json_object_get(page, "acts"), *act;
	size_t i;

	if (json_array_size(acts))
		markup_element(m, "h2", _("Your answer"), NULL);
	json_array_foreach(acts, i, act) {
		const struct link_form *form = form_of(member(act, "verb"));

		if (form)
			add_form(m, page, form, json_is_true(json_object_get(act, "reason")),
			         longest && json_is_true(json_object_get(act, "photo")),
			         json_is_true(json_object_get(act, "files")) ? longest : 0);
	}
}
