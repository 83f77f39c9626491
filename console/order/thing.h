/* One line of the unit's lists: a defect, an order, a round, a campaign, or a request of which
 * nobody has said yet what is wrong. What the lists know of it; all of it is in thing_detail.h.
 *
 * The room order/ is what the console knows of the traffic unit's work, apart from any screen: the
 * things in its lists (thing.h) and how one looks (thing_line.h), all of one (thing_detail.h) as
 * text (order_lines.h, defect_lines.h), the acts on them (order_acts.h), who sends those
 * (order_send.h), and the register with its filter and its marks (register.h). */
#ifndef VARTA_CONSOLE_ORDER_THING_H
#define VARTA_CONSOLE_ORDER_THING_H

#include <jansson.h>
#include <libpq-fe.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum thing_kind { THING_ORDER, THING_DEFECT, THING_REQUEST, THING_ROUND, THING_CAMPAIGN };

struct thing {
	enum thing_kind kind;
	int64_t id;
	int version;
	bool dangerous;
	int64_t due;   /* 0: none */
	int64_t total; /* how many things its section has; 0: it stands in none */
	/* Never NULL, all harmless. name: the order's number, '12/2026', of rounds and
	 * campaigns how much they have; section: what is to be
	 * done, see api.work_row; key: by what the register is sorted. */
	char *city, *name, *section, *state, *state_name, *object, *what, *place, *institution,
	        *due_state, *asked, *key, *mail;
};

/* All rows of res: those of api.unit_work(), of the register or of a list of defects; kind where
 * the rows do not say it. */
struct thing *things_read(const PGresult *res, enum thing_kind kind);
/* One out of the JSON that the database gives of all of it. */
struct thing *thing_of_json(const json_t *json, enum thing_kind kind);
void things_free(struct thing *v, size_t n);
/* A number that no other thing has, whatever its kind, for lists. */
int64_t thing_key(const struct thing *t);
/* 'order 12/2026', 'defect 7'; the caller frees it. */
char *thing_title(const struct thing *t);
char *thing_name_of(enum thing_kind kind, int64_t id, const char *name);

#endif
