/* The acts on a request, once: what each is in the database, what it asks first, what is said
 * when it is done. */
#ifndef VARTA_CONSOLE_ACTION_ACTION_TABLE_H
#define VARTA_CONSOLE_ACTION_ACTION_TABLE_H

#include "console/data/statements.h"
#include "console/ui/screen.h"

/* What is asked before an act is sent; the confirmation not where it can be recalled. */
enum asks { ASKS_NOTHING, ASKS_CONFIRMATION, ASKS_SCREEN };

enum { ACT_ARGS = 2 };

struct action_spec {
	enum verb verb;
	enum query query;
	enum query with_text; /* where it is sent with one; 0: the same */
	enum asks asks;
	const struct screen_ops *screen;
	/* Begins it, where it finds its request itself; row is where the cursor stands, or NULL. */
	enum next (*begin)(struct screen *s, const struct row *row);
	bool offline;      /* can begin without a connection */
	bool moves_on;     /* the operator is through with the request and goes to the next */
	bool undoable;     /* api.undo() takes it back */
	const char *name;  /* the database's, where it is another */
	const char *done;  /* what is said then, behind the number */
	const char *asked; /* what the line that screen_words asks for is to say */
	bool may_be_empty; /* that line */
	/* The names of what it takes beside number and version, as api.bulk() wants them. */
	const char *args[ACT_ARGS];
	bool of_city; /* what they take are codes of one city */
	bool single;  /* is never done with many at once */
};

/* NULL where verb is no act. */
const struct action_spec *act_spec(enum verb verb);

#endif
