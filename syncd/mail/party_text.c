/* Writes mails to institutions and to other parties without a login. */
#include "syncd/mail/party_text.h"

#include "lib/base/buf.h"
#include "lib/base/i18n.h"
#include "lib/base/xmalloc.h"
#include "syncd/mail/mime.h"
#include "syncd/mail/signed_link.h"

#include <stdlib.h>
#include <string.h>

/* %s in the subject is the number; in the sentence, the number, and until when. */
static const struct party_kind {
	const char *name, *subject, *sentence;
} kinds[] = {
        {"order_issue", N_("Order No. %s, to be done until %s"),
         N_("Order No. %s was issued to you; it is to be done until %s. You find it attached.")},
        {"order_remind", N_("Reminder: order No. %s, to be done until %s"),
         N_("Please remember order No. %s, which is to be done until %s. You find it attached.")},
        {"order_give_time", N_("Order No. %s: more time, until %s"),
         N_("You have more time for order No. %s: until %s.")},
        {"order_refuse_time", N_("Order No. %s: no more time than until %s"),
         N_("For order No. %s there is no more time than until %s.")},
        {"order_cancel", N_("Order No. %s is cancelled"), N_("Order No. %s is cancelled.")},
        {"referral", N_("Request No. %s, to be answered until %s"),
         N_("Request No. %s was referred to you; it is to be answered until %s.")},
        {NULL, N_("Order No. %s"), N_("There is news about order No. %s.")},
};

static const struct party_kind *kind_of(const struct party_text_facts *f)
{
	const struct party_kind *kind = kinds;

	while (kind->name && strcmp(kind->name, f->kind) != 0)
		kind++;
	return kind;
}

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
#pragma GCC diagnostic ignored "-Wformat-extra-args"
static char *about(const char *msgid, const struct party_text_facts *f)
{
	return xasprintf(_(msgid), f->name, f->due);
}
#pragma GCC diagnostic pop

static const char *link_said(const struct party_text_facts *f)
{
	return strcmp(f->kind, "referral") == 0
	               ? _("Here you can read the request, take it on, answer it, or return it "
	                   "with a reason:")
	               : _("Here you can read the order, say that you have it, accept or reject "
	                   "it, "
	                   "ask for more time, and report that it is done:");
}

static void write_text(struct buf *text, const struct party_text_facts *f,
                       const struct mail_text_sender *s)
{
	char *sentence = about(kind_of(f)->sentence, f);

	buf_addf(text, "%s\n\n%s\n", f->institution, sentence);
	if (f->replaces)
		buf_addf(text, _("It replaces order No. %s.\n"), f->replaces);
	if (f->note && *f->note)
		buf_addf(text, _("Reason: %s\n"), f->note);
	buf_addf(text, "\n%s\n%s/link/%s\n\n%s\n", link_said(f), s->base_url, f->token,
	         _("Whoever has this address can act on your behalf: pass it on to those alone who "
	           "are to do that. Opening it changes nothing."));
	buf_addf(text, "\n%s, %s\n", f->unit, f->city);
	free(sentence);
}

/* The Message-ID is the same whenever the mail is sent again. RFC 3834. */
static void write_headers(struct buf *mail, const struct party_text_facts *f,
                          const struct mail_text_sender *s, const char *token, int64_t now)
{
	char *name = xasprintf(_("Varta, %s"), f->city), *subject = about(kind_of(f)->subject, f);

	mime_mailbox(mail, "From", name, s->from);
	buf_addf(mail, "To: <%s>\r\n", f->email);
	mime_text(mail, "Subject", subject);
	mime_date(mail, now);
	buf_addf(mail, "Message-ID: <%s%s>\r\n", token, strchr(s->from, '@'));
	buf_adds(mail, "Auto-Submitted: auto-generated\r\nContent-Language: uk\r\n");
	free(name);
	free(subject);
}

char *party_text_write(const struct party_text_facts *facts, const struct mail_text_sender *sender,
                       int64_t now)
{
	const struct mime_file file = {
	        .name = facts->pdf_name, .type = "application/pdf", .base64 = facts->pdf};
	char token[LINK_SIZE];
	struct buf mail = {0}, text = {0};

	link_sign(sender->key, LINK_MESSAGE, facts->mail, token);
	i18n_speak("uk");
	write_headers(&mail, facts, sender, token, now);
	write_text(&text, facts, sender);
	i18n_speak("en");
	if (facts->pdf)
		mime_body_with_file(&mail, text.data, &file, token);
	else
		mime_body(&mail, text.data);
	buf_release(&text);
	return buf_steal(&mail);
}
