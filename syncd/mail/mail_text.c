/* Writes the text and the headers of each kind of mail. */
#include "syncd/mail/mail_text.h"

#include "lib/base/buf.h"
#include "lib/base/i18n.h"
#include "lib/base/text.h"
#include "lib/base/xmalloc.h"
#include "syncd/mail/mime.h"
#include "syncd/mail/signed_link.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* What became of a request; %s is its number. The first line that fits is taken. */
static const struct notice {
	const char *status;
	bool text; /* only where there is one */
	const char *subject, *sentence;
} notices[] = {
        {"pending", true, N_("Request No. %s: news"),
         N_("There is news about your request No. %s:")},
        {"pending", false, N_("Request No. %s: taken up"), N_("Your request No. %s was taken up.")},
        {"answered", true, N_("Request No. %s: the answer"),
         N_("Your request No. %s was answered:")},
        {"rejected", false, N_("Request No. %s was not accepted"),
         N_("Your request No. %s was not accepted.")},
        {"merged", false, N_("Request No. %s: joined with another one"),
         N_("Somebody had reported the same before. Your request No. %s was joined with that one; "
            "you will hear what becomes of it.")},
        {"withdrawn", false, N_("Request No. %s: withdrawn"),
         N_("Your request No. %s was withdrawn.")},
        {NULL, false, N_("Request No. %s: news"), N_("There is news about your request No. %s.")},
};

static const struct notice *notice_of(const struct mail_text_facts *f)
{
	const struct notice *n = notices;

	while (n->status && (strcmp(n->status, f->status) != 0 || (n->text && !*f->text)))
		n++;
	return n;
}

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
/* A translated sentence with one number in it. */
static char *about(const char *msgid, const char *number)
{
	return xasprintf(_(msgid), number);
}
#pragma GCC diagnostic pop

static void add_link(struct buf *text, const struct mail_text_facts *f,
                     const struct mail_text_sender *s, enum link_purpose purpose)
{
	char token[LINK_SIZE];

	link_sign(s->key, purpose, f->subscription, token);
	buf_addf(text, "%s/mail/%s/%s", s->base_url, purpose == LINK_CONFIRM ? "confirm" : "end",
	         token);
}

static void add_what(struct buf *text, const struct mail_text_facts *f)
{
	if (f->request)
		buf_addf(
		        text,
		        _("Somebody sent request No. %s to the police in %s and gave this address, "
		          "to be told what becomes of it."),
		        f->request, f->city);
	else if (f->beat)
		buf_addf(text,
		         _("Somebody wants to get the newsletters of the district officer at this "
		           "address: %s, %s."),
		         f->beat, f->city);
	else
		buf_addf(text,
		         _("Somebody wants to get the newsletters of the district officers at this "
		           "address: %s."),
		         f->city);
}

static char *confirm_subject(const struct mail_text_facts *f)
{
	return xstrdup(_("Please confirm your address"));
}

static void confirm_text(struct buf *text, const struct mail_text_facts *f,
                         const struct mail_text_sender *s)
{
	add_what(text, f);
	buf_addf(text, "\n\n%s\n", _("If that was you, confirm it here within a week:"));
	add_link(text, f, s, LINK_CONFIRM);
	buf_addf(text, "\n\n%s\n", _("If not, you need not do anything: no other mail will come."));
}

static char *notice_subject(const struct mail_text_facts *f)
{
	return about(notice_of(f)->subject, f->request);
}

static void notice_text(struct buf *text, const struct mail_text_facts *f,
                        const struct mail_text_sender *s)
{
	char *sentence = about(notice_of(f)->sentence, f->request);

	buf_adds(text, sentence);
	if (f->title)
		buf_addf(text, _("\n\n“%s”"), f->title);
	if (*f->text)
		buf_addf(text, "\n\n%s", f->text);
	buf_addc(text, '\n');
	free(sentence);
}

static char *news_subject(const struct mail_text_facts *f)
{
	return xstrdup(f->subject);
}

static void news_text(struct buf *text, const struct mail_text_facts *f,
                      const struct mail_text_sender *s)
{
	buf_addf(text, "%s\n\n%s\n%s%s%s\n", f->text, f->officer, f->beat ? f->beat : "",
	         f->beat ? ", " : "", f->city);
}

static const struct mail_kind {
	const char *name;
	char *(*subject)(const struct mail_text_facts *f);
	void (*text)(struct buf *text, const struct mail_text_facts *f,
	             const struct mail_text_sender *s);
	bool ends; /* the mail has a link that ends it */
} kinds[] = {
        {"confirm", confirm_subject, confirm_text, false},
        {"notice", notice_subject, notice_text, true},
        {"news", news_subject, news_text, true},
};

static const struct mail_kind *kind_of(const struct mail_text_facts *f)
{
	size_t i = sizeof(kinds) / sizeof(*kinds) - 1;

	while (i && strcmp(kinds[i].name, f->kind) != 0)
		i--;
	return &kinds[i];
}

static void add_from(struct buf *mail, const struct mail_text_facts *f,
                     const struct mail_text_sender *s)
{
	char *name = xasprintf(_("Varta, %s"), f->city);

	mime_mailbox(mail, "From", name, s->from);
	free(name);
}

/* The number of a mail is the same whenever it is sent again. */
static void add_message_id(struct buf *mail, const struct mail_text_facts *f,
                           const struct mail_text_sender *s)
{
	char token[LINK_SIZE];

	link_sign(s->key, LINK_MESSAGE, f->mail, token);
	buf_addf(mail, "Message-ID: <%s%s>\r\n", token, strchr(s->from, '@'));
}

/* RFC 3834, and RFC 8058 where there is something to end. */
static void add_headers(struct buf *mail, const struct mail_kind *kind,
                        const struct mail_text_facts *f, const struct mail_text_sender *s,
                        int64_t now)
{
	char *subject = kind->subject(f);

	add_from(mail, f, s);
	buf_addf(mail, "To: <%s>\r\n", f->email);
	mime_text(mail, "Subject", subject);
	mime_date(mail, now);
	add_message_id(mail, f, s);
	buf_addf(mail, "Auto-Submitted: auto-generated\r\nContent-Language: %s\r\n", f->lang);
	if (kind->ends) {
		buf_adds(mail, "List-Unsubscribe: <");
		add_link(mail, f, s, LINK_END);
		buf_adds(mail, ">\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n");
	}
	free(subject);
}

char *mail_text_write(const struct mail_text_facts *facts, const struct mail_text_sender *sender,
                      int64_t now)
{
	const struct mail_kind *kind = kind_of(facts);
	struct buf mail = {0}, text = {0};

	i18n_speak(facts->lang);
	add_headers(&mail, kind, facts, sender, now);
	kind->text(&text, facts, sender);
	if (kind->ends) {
		buf_addf(&text, "\n-- \n%s\n",
		         _("You asked for this mail. If you want no more of them:"));
		add_link(&text, facts, sender, LINK_END);
		buf_addc(&text, '\n');
	}
	mime_body(&mail, text.data);
	buf_release(&text);
	i18n_speak("en");
	return buf_steal(&mail);
}
