/* What mails to parties without a login say: in Ukrainian, the language of their offices. */
#ifndef VARTA_SYNCD_MAIL_PARTY_TEXT_H
#define VARTA_SYNCD_MAIL_PARTY_TEXT_H

#include "syncd/mail/mail_text.h"

#include <stdint.h>

/* As sync.party_mail_lease() tells it; what a mail is not about is NULL. */
struct party_text_facts {
	int64_t mail;     /* its number */
	const char *kind; /* order_issue, order_remind, …; referral */
	const char *email, *city, *unit;
	const char *name;           /* the number of the order, or of the request */
	const char *institution;    /* to whom */
	const char *due;            /* until when it is to be done */
	const char *note;           /* the reason */
	const char *replaces;       /* the number of the order that it replaces */
	const char *token;          /* of the link */
	const char *pdf_name, *pdf; /* in base64 */
};

/* The whole mail, now in seconds since 1970. The caller frees it. */
char *party_text_write(const struct party_text_facts *facts, const struct mail_text_sender *sender,
                       int64_t now);

#endif
