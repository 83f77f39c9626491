/* The job that tells the world outside of this machine of every checkpoint of the log: witnesses, a
 * mailbox, an authority of time stamps. Whoever takes the machine over, its database and its key,
 * cannot take that back.
 *
 * In this room: place, when one is told and what became of it; witness_place, mail_place,
 * stamp_place; place_keep, the threads that write; log_page, what else stands in the folder of the
 * log. */
#ifndef VARTA_SYNCD_ANCHOR_ANCHOR_H
#define VARTA_SYNCD_ANCHOR_ANCHOR_H

#include "lib/merkle/note_key.h"
#include "syncd/core/job.h"

struct anchor;
struct http_client;
struct metrics;
struct smtp_server;

enum { ANCHOR_PLACES_MAX = 18 }; /* and connections at a time */

extern const struct job_ops anchor_job;

/* Whether the settings about places are right. Returns NULL, or the complaint, which the caller
 * frees.
 */
char *anchor_check(const struct settings *settings);

/* folder is where the log with that key is published; server is NULL where no mails are sent. What
 * is passed lives longer, but for key, which is copied. The settings were checked. */
struct anchor *anchor_new(const struct settings *settings, const struct note_key *key,
                          const char *folder, struct http_client *client,
                          const struct smtp_server *server, struct metrics *metrics);

/* There is a new checkpoint in the folder, that of a log of so many leaves. */
void anchor_kept(void *anchor, uint64_t size);
/* Whether places have become other than anchor_news() said. */
bool anchor_has_news(const void *anchor);
/* All places, as sync.log_places() takes them. The caller frees it. */
char *anchor_news(void *anchor);

#endif
