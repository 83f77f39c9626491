/* The job that sends mails to parties without a login: institutions that orders go to, and units
 * that requests are referred to. Like the mailer's, and by its server, key and rate; each has a
 * link in it that is made when it is leased, and is in no log and no database. */
#ifndef VARTA_SYNCD_MAIL_PARTY_MAILER_H
#define VARTA_SYNCD_MAIL_PARTY_MAILER_H

#include "syncd/core/job.h"

struct mail_office;
struct mailer;
struct party_mailer;

enum { PARTY_MAILER_MAX = 2 }; /* mails under way */

extern const struct job_ops party_mailer_job;

/* mailer NULL: no mails are sent, and NULL is returned. What is passed lives longer. */
struct party_mailer *party_mailer_new(const struct mail_office *office,
                                      const struct mailer *mailer);

#endif
