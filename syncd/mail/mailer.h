/* The job that sends mails: leases them from the database, which keeps the rate and knows what is
 * tried again and when, writes each in the language of whoever gets it, hands it to the mail server
 * and says what became of it. On a connection of its own, because a lease may wait for who just
 * takes an answer back. */
#ifndef VARTA_SYNCD_MAIL_MAILER_H
#define VARTA_SYNCD_MAIL_MAILER_H

#include "lib/settings.h"

#include <stdbool.h>
#include <stdint.h>

struct http_client;
struct db;
struct credentials;
struct mailer;
struct metrics;

enum { MAILER_MAX = 4 }; /* mails under way, and connections to the mail server */

/* Whether the settings about mail are right, and the secrets of mail_secrets_file; *secrets is NULL
 * where no mails are sent. Returns NULL, or the complaint, which the caller frees. */
char *mailer_check(const struct settings *settings, struct credentials **secrets);

/* base_url as long as the mailer lives; secrets are owned from now on, NULL: there is no mailer,
 * and the functions below take NULL for one that does nothing. */
struct mailer *mailer_new(const struct settings *settings, struct http_client *client,
                          struct credentials *secrets, const char *base_url,
                          struct metrics *metrics);
/* After client_free(); what was leased and not sent, another daemon takes up. */
void mailer_free(struct mailer *mailer);
/* Other secrets. */
void mailer_rekey(struct mailer *mailer, struct credentials *secrets);

/* For the owner's loop, as with chores; after client_step(). */
const struct db *mailer_db(const struct mailer *mailer);
int64_t mailer_timeout(const struct mailer *mailer);
void mailer_step(struct mailer *mailer);

/* Leases nothing more. */
void mailer_quiesce(struct mailer *mailer);
bool mailer_busy(const struct mailer *mailer);

/* The key that signs links. */
const char *mailer_key(const struct mailer *mailer);

#endif
