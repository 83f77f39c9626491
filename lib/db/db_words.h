/* Words for the codes that the database gives: kinds of events and roles. Other codes are words
 * already, see i18n_word(). */
#ifndef VARTA_DB_WORDS_H
#define VARTA_DB_WORDS_H

struct buf;

/* What happened, as the history says it: 'referral_accept' as 'the unit takes it on', 'unit_added'
 * as 'added: unit'. The caller frees it. A kind that is not known stays as it is. */
char *db_event_words(const char *kind);

/* Whom something is for: 'moderator, officer, admin' as 'a moderator, a district officer or an
 * administrator'. A role that is not known stays as it is. */
void db_roles_add(struct buf *out, const char *list);

#endif
