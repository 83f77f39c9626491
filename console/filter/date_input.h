/* A moment to come, as a person types it: tomorrow, 2d, fri, 24.11 14:00. */
#ifndef VARTA_CONSOLE_FILTER_DATE_INPUT_H
#define VARTA_CONSOLE_FILTER_DATE_INPUT_H

#include <stdbool.h>
#include <stdint.h>

/* Reads, in local time and English or Ukrainian: a number with h, d or w (г, д, т); tomorrow; a
 * weekday, the next one; a date (24.11, 24.11.2026, 2026-11-24); each of the last three with an
 * hour behind it, otherwise at eight; or an hour alone (14:00), the next one.
 * Returns false where text is none of these; *at is then unchanged. */
bool date_input_parse(const char *text, int64_t now, int64_t *at);

#endif
