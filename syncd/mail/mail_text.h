/* What mails say, in the language of whoever gets them. No database in here. */
#ifndef VARTA_SYNCD_MAIL_MAIL_TEXT_H
#define VARTA_SYNCD_MAIL_MAIL_TEXT_H

#include <stdint.h>

/* As sync.mail_lease() tells it; what a mail is not about is NULL. */
struct mail_text_facts {
	int64_t mail, subscription; /* their numbers */
	const char *kind;           /* confirm, notice, news */
	const char *email, *lang, *city;
	const char *request, *title, *status; /* of a notice; title NULL: it is not public */
	const char *text;                     /* of a notice or a newsletter */
	const char *subject, *officer, *beat; /* of a newsletter */
};

struct mail_text_sender {
	const char *from;     /* an address */
	const char *base_url; /* of the links */
	const char *key;      /* that signs them */
};

/* The whole mail, now in seconds since 1970. The language of all messages is English afterwards.
 * The caller frees it. */
char *mail_text_write(const struct mail_text_facts *facts, const struct mail_text_sender *sender,
                      int64_t now);

#endif
