/* Sends acts on defects and orders, one after the other in the order of the keys, and says what
 * became of them. */
#ifndef VARTA_CONSOLE_ORDER_ORDER_SEND_H
#define VARTA_CONSOLE_ORDER_ORDER_SEND_H

#include "console/order/order_acts.h"

#include <stdint.h>

struct console;
struct order_sent;

/* What an act takes beside number and version; NULL: it is not given. */
struct order_args {
	const char *note, *paper, *until, *institution;
	const char *value;        /* of a setting */
	const char *number, *law; /* of a protocol or ruling, of the day until */
	const char *ground;
	const char *city; /* of what is made anew */
};

/* Versions of one order or defect between which there are only acts of one's own. */
struct own_versions {
	enum thing_kind kind;
	int64_t id;
	int first, last;
};

/* The acts that are not answered yet, and what was made by those that are: keys may be faster than
 * the database shows it. */
struct order_sends {
	struct order_sent *first;
	struct own_versions *own;
	size_t own_n;
};

/* typed is the line that was typed for it (NULL: none), which comes back where it is refused. What
 * it makes anew, an order, is opened. */
void order_send(struct console *console, const struct order_act *act, int64_t id, int version,
                const struct order_args *args, const char *typed);
/* A defect of a request: as code, one of api.defect_proposals(), says, with other words for what is
 * wrong, or NULL. It is opened. */
void order_send_defect(struct console *console, int64_t request, const char *code,
                       const char *what);
/* An act of one's own has made version after of before. */
void order_sends_own(struct order_sends *sends, enum thing_kind kind, int64_t id, int before,
                     int after);
/* The version to send for what shows version: where own acts have made another one of it, that. */
int order_sends_version(const struct order_sends *sends, enum thing_kind kind, int64_t id,
                        int version);
void order_sends_release(struct order_sends *sends);

#endif
