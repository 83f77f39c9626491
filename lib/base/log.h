/* Six verbs. What they write goes to standard error, one line each: in a terminal as
 * 'program: text'; under a service manager (JOURNAL_STREAM set) with its <priority> prefix.
 * Texts are worded for a person: cause first, lower case, no full stop, the subject quoted.
 * Neither a secret nor a resident's data may be passed to any of them. */
#ifndef VARTA_LOG_H
#define VARTA_LOG_H

#include <stdbool.h>

/* name: the program's; debug: whether log_debug() writes. */
void log_init(const char *name, bool debug);

/* From now on appends to the file at path (mode 0600) instead; NULL: standard error again.
 * Returns -1 with errno set where it cannot be opened. */
int log_open(const char *path);

/* Called once by fatal() and fatalx() before they write: gives the terminal back. */
void log_on_fatal(void (*cleanup)(void));

/* The ones without x append ': ' and strerror(errno). */
void log_warn(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void log_warnx(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void log_info(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void log_debug(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* Exit with status 1. */
void fatal(const char *fmt, ...) __attribute__((format(printf, 1, 2), noreturn));
void fatalx(const char *fmt, ...) __attribute__((format(printf, 1, 2), noreturn));

#endif
