/* Messages for people. Message ids are English; po/uk.po holds the Ukrainian. */
#ifndef VARTA_I18N_H
#define VARTA_I18N_H

#include <libintl.h>
#include <stdbool.h>

#define _(msgid)  gettext(msgid)
#define N_(msgid) msgid

/* Sets the locale from the environment and binds the catalogue.
 * language: "uk", "en" or NULL for what the environment says. A Ukrainian catalogue works also
 * where only C.UTF-8 is installed. Numbers keep their decimal point. May be called again with
 * another language, as long as there is one thread. Returns 0, or -1 where the character set is not
 * UTF-8. */
int i18n_init(const char *language);

/* The catalogue's word for a code or a phrase that the database gives, which tools/sql-words has
 * put there; word itself where there is none. */
const char *i18n_word(const char *word);

/* Whether messages are in Ukrainian now. */
bool i18n_is_ukrainian(void);

/* From now on messages are in that language, "uk" or "en"; after i18n_init(). While other threads
 * run they must not ask for messages or the environment. */
void i18n_speak(const char *language);

#endif
