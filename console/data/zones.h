/* The time zones of the operator's cities, by which deadlines are said. */
#ifndef VARTA_CONSOLE_DATA_ZONES_H
#define VARTA_CONSOLE_DATA_ZONES_H

/* Takes the cities of api.me() (JSON). The clock of the program is the first city's from then on.
 */
void zones_take(const char *cities);
/* The zone of the city with that code; NULL: not known, or no zone. */
const char *zones_find(const char *code);
/* That of the first city. */
const char *zones_first(void);
void zones_release(void);

#endif
