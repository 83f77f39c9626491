/* Follows the grammar of keys: CSI ('[', parameters, a final byte), SS3 ('O' and one byte), and the
 * click of an old mouse ('[M' and three bytes). */
#include "console/terminal/torn.h"

void torn_begin(struct torn *t, int64_t now)
{
	*t = (struct torn){.state = TORN_ESC, .at = now};
}

static bool begins(struct torn *t, uint32_t c)
{
	t->state = c == '[' ? TORN_CSI : c == 'O' ? TORN_SS3 : TORN_NONE;
	return t->state != TORN_NONE;
}

static bool goes_on(struct torn *t, uint32_t c)
{
	bool final = c >= 0x40 && c <= 0x7e, parameter = c >= 0x20 && c < 0x40;

	if (t->state == TORN_CSI && c == 'M' && t->n == 1) {
		t->state = TORN_MOUSE;
		t->mouse = 3;
		return true;
	}
	if (final)
		t->state = TORN_NONE;
	return final || parameter;
}

static bool clicks(struct torn *t)
{
	if (--t->mouse == 0)
		t->state = TORN_NONE;
	return true;
}

bool torn_takes(struct torn *t, uint32_t c, int64_t now)
{
	bool mine = false;

	if (t->state == TORN_NONE || now - t->at >= TORN_WAIT) {
		t->state = TORN_NONE;
		return false;
	}
	if (t->state == TORN_ESC)
		mine = begins(t, c);
	else if (t->state == TORN_MOUSE)
		mine = clicks(t);
	else
		mine = goes_on(t, c);
	if (!mine)
		t->state = TORN_NONE;
	else if (t->n < TORN_SIZE - 1)
		t->bytes[t->n++] = (char)c;
	t->at = now;
	return mine;
}

bool torn_whole(const struct torn *t)
{
	return t->state == TORN_NONE && t->n > 0;
}
