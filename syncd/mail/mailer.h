/* The job that sends mails: leases them from the database, which keeps the rate and knows what is
 * tried again and when, writes each in the language of whoever gets it, hands it to the mail server
 * and says what became of it.
 *
 * In this room: party_mailer and party_text, mails to institutions and other parties without a
 * login; mail_lane, what both share; mail_delivery, one mail under way; mail_text and mime, what
 * stands in it; smtp, the mail server; signed_link, tokens that nobody can make up; link_handlers
 * and confirm_page, where links lead to; subscribe_handler, a site asks for newsletters;
 * bounce_handler and bounce, what mail servers send back; mail_config, the settings. */
#ifndef VARTA_SYNCD_MAIL_MAILER_H
#define VARTA_SYNCD_MAIL_MAILER_H

#include "syncd/core/job.h"

struct credentials;
struct mail_office;
struct mailer;

enum { MAILER_MAX = 4 }; /* mails under way, and connections to the mail server */

extern const struct job_ops mailer_job;

/* Whether the settings about mail are right, and the secrets of mail_secrets_file; *secrets is NULL
 * where no mails are sent. Returns NULL, or the complaint, which the caller frees. */
char *mailer_check(const struct settings *settings, struct credentials **secrets);

/* secrets are owned from now on, and SIGHUP reads them anew; NULL: there is no mailer. What else is
 * passed lives longer. */
struct mailer *mailer_new(const struct mail_office *office, struct credentials *secrets);

struct smtp_server;

/* The mail server, which lives as long as mailer. */
const struct smtp_server *mailer_server(const struct mailer *mailer);
/* The key that signs links. */
const char *mailer_key(const struct mailer *mailer);

#endif
