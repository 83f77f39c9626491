/* What an event is called by people. */
#ifndef VARTA_CONSOLE_DATA_DEED_H
#define VARTA_CONSOLE_DATA_DEED_H

/* The verb of an event in words: that of an act, or what was done to what is no request:
 * 'operator_added' as 'added: operator'. The caller frees it. */
char *deed_words(const char *verb);

#endif
