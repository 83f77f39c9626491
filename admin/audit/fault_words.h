/* What the database says is wrong with the history, in the language of who reads it. */
#ifndef VARTA_ADMIN_FAULT_WORDS_H
#define VARTA_ADMIN_FAULT_WORDS_H

/* fault: as a function of the schema audit gives it, with the number of an event, or not: 'its
 * due_at is not what event 17 says'. What the catalogue does not have stays as it is. The caller
 * frees it. */
char *fault_words(const char *fault);

#endif
