/* Keys that a slow line tore: after the Esc that such a key begins with come its other bytes, late,
 * and each of them alone would be a key that means something else. */
#ifndef VARTA_CONSOLE_TERMINAL_TORN_H
#define VARTA_CONSOLE_TERMINAL_TORN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { TORN_WAIT = 1000, TORN_SIZE = 32 }; /* ms that a byte belongs to the one before it */

struct torn {
	enum torn_state { TORN_NONE, TORN_ESC, TORN_CSI, TORN_SS3, TORN_MOUSE } state;
	int64_t at;            /* ticks of its last byte */
	char bytes[TORN_SIZE]; /* behind the Esc; what is longer is cut */
	size_t n;
	int mouse; /* bytes of a click that are still to come */
};

/* An Esc has come, and nothing behind it. now: ticks, as of when_ticks(). */
void torn_begin(struct torn *t, int64_t now);
/* Whether c is the next byte of such a key, and no key of its own. */
bool torn_takes(struct torn *t, uint32_t c, int64_t now);
/* Whether the byte taken last was the last of its key: then bytes has all behind the Esc. */
bool torn_whole(const struct torn *t);

#endif
