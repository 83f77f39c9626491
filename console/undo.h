/* What the operator has done in this session, so that 'undo' takes back the last of it, wherever
 * the cursor has gone since. The undoing itself is the database's. */
#ifndef VARTA_CONSOLE_UNDO_H
#define VARTA_CONSOLE_UNDO_H

#include <stdint.h>

#include "console/screen.h"

/* The acts that are remembered. */
enum { UNDO_MAX = 64 };

struct undo {
	struct undo_act {
		int64_t id;
		int version; /* that the act made */
		enum verb verb;
	} acts[UNDO_MAX];
	int n;
};

/* An act has made that version of a request. */
void undo_add(struct app *app, int64_t id, int version, enum verb verb);
/* Takes back the last act; where none is remembered, the operator's last one on row. */
enum next undo_begin(struct screen *s, const struct row *row);

#endif
