/* Counts in buckets that fill up again with time. */
#include "syncd/http/rates.h"

#include "lib/base/log.h"
#include "lib/base/xmalloc.h"

#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

enum {
	SETS = 2048,
	WAYS = 8,
	BURST = 10000000, /* µs */
	MINUTE = 60000000
};

/* The generic cell rate algorithm (ITU-T I.371): due is when the next one would come if all came
 * evenly. µs; 0: the cell is free. */
struct cell {
	unsigned char name[RATES_NAME];
	int64_t due;
};

struct rates {
	int64_t interval; /* µs between two; 0: no limit */
	uint64_t seed;    /* nobody shall choose whom he shares a set with */
	struct cell cells[SETS][WAYS];
};

struct rates *rates_new(int per_minute)
{
	struct rates *rates = xcalloc(1, sizeof(*rates));

	rates->interval = per_minute ? MINUTE / per_minute : 0;
	if (getrandom(&rates->seed, sizeof(rates->seed), 0) != sizeof(rates->seed))
		fatal("getrandom");
	return rates;
}

void rates_free(struct rates *rates)
{
	free(rates);
}

static struct cell *set_of(struct rates *rates, const unsigned char *name)
{
	uint64_t hash = rates->seed;

	for (size_t i = 0; i < RATES_NAME; i++)
		hash = (hash ^ name[i]) * 0x100000001b3 + (hash >> 29);
	return rates->cells[(hash >> 17) % SETS];
}

static struct cell *find(struct rates *rates, const unsigned char *name)
{
	struct cell *set = set_of(rates, name), *oldest = set;

	for (size_t i = 0; i < WAYS; i++) {
		if (memcmp(set[i].name, name, RATES_NAME) == 0)
			return &set[i];
		if (set[i].due < oldest->due)
			oldest = &set[i];
	}
	memcpy(oldest->name, name, RATES_NAME);
	oldest->due = 0;
	return oldest;
}

int rates_take(struct rates *rates, const unsigned char name[RATES_NAME], int64_t now)
{
	int64_t us = now * 1000, early;
	struct cell *cell;

	if (!rates->interval)
		return 0;
	cell = find(rates, name);
	if (cell->due < us)
		cell->due = us;
	early = cell->due - us - BURST;
	if (early > 0)
		return (int)((early + 999999) / 1000000);
	cell->due += rates->interval;
	return 0;
}

void rates_give_back(struct rates *rates, const unsigned char name[RATES_NAME])
{
	if (rates->interval)
		find(rates, name)->due -= rates->interval;
}
