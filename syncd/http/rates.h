/* How often each of many may do something: so many times a minute, of which as many as fall into
 * ten seconds may come at once. The table has a fixed size: where it is full, whoever was quiet for
 * longest is forgotten. */
#ifndef VARTA_SYNCD_HTTP_RATES_H
#define VARTA_SYNCD_HTTP_RATES_H

#include <stdbool.h>
#include <stdint.h>

enum { RATES_NAME = 16 }; /* bytes that name one of them, not all 0 */

struct rates;

/* per_minute 0: no limit. */
struct rates *rates_new(int per_minute);
void rates_free(struct rates *rates);

/* Returns 0 where it may be done at now (ticks), which counts; otherwise the seconds until then. */
int rates_take(struct rates *rates, const unsigned char name[RATES_NAME], int64_t now);
/* What was taken last does not count. */
void rates_give_back(struct rates *rates, const unsigned char name[RATES_NAME]);

#endif
