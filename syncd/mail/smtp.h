/* Mails handed to a mail server: SMTP by libcurl, within our loop, with TLS (its certificate is
 * verified) and authentication. */
#ifndef VARTA_SYNCD_MAIL_SMTP_H
#define VARTA_SYNCD_MAIL_SMTP_H

#include <stdbool.h>

struct http_client;

struct smtp_server {
	const char *url;             /* smtp:// or smtps://, host, port */
	bool tls;                    /* smtp:// has to become STARTTLS */
	const char *ca_file;         /* whose certificates are believed; NULL: the system's */
	const char *user, *password; /* NULL: none */
	int timeout;                 /* ms for one mail */
};

enum smtp_result {
	SMTP_SENT,    /* the server has it */
	SMTP_AGAIN,   /* later */
	SMTP_REFUSED, /* this mail never */
	SMTP_NOBODY   /* nobody has that address */
};

/* why: one harmless line: what went wrong, or with which words the server took it. */
typedef void smtp_done(void *arg, enum smtp_result result, const char *why);

/* Sends message (copied) from and to addresses without < and >. done is called once, from within
 * http_client_step(). */
void smtp_send(struct http_client *client, const struct smtp_server *server, const char *from,
               const char *to, const char *message, smtp_done *done, void *arg);

/* What an answer of the server to the recipient means: its code and the line. */
enum smtp_result smtp_judge(long code, const char *line);

/* Whether s can stand as an address in the commands to a server and in a header: ASCII without
 * blanks, controls, quotes and angle brackets, one @. */
bool smtp_is_address(const char *s);

#endif
