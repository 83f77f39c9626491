/* The acts on a request, from the rows of console/terminal/acts.def: what each is in the database,
 * what it takes, what asks for that, what is said when it is done. */
#ifndef VARTA_CONSOLE_ACTION_ACTION_TABLE_H
#define VARTA_CONSOLE_ACTION_ACTION_TABLE_H

#include "console/ui/screen.h"
#include "lib/db/db.h"

#include <stdbool.h>
#include <stddef.h>

/* What an argument is, for the command line. */
enum input {
	INPUT_NONE, /* only screens give it; otherwise it is null */
	INPUT_REASON,
	INPUT_UNIT,
	INPUT_OPERATOR,
	INPUT_NOTE,
	INPUT_TEXT, /* of a file, or standard input */
	INPUT_DATE,
	INPUT_DAYS,
	INPUT_REQUEST,
	INPUT_REFERRAL,
	INPUT_COUNT
};

enum { ACT_ARGS = 2, ACT_PARAMS = 2 + ACT_ARGS + 1 };

struct action_spec {
	enum verb verb;
	const char *command;  /* of varta(1), where it is another word */
	const char *function; /* of the schema api, where it is another word */
	const char *summary;  /* the command's help; NULL: there is no such command */
	const char *done;     /* what is said then, behind the number */
	/* What it takes beside number and version, by the name of the function's parameter without
	 * its p_; what screens give stands first. */
	struct act_arg {
		const char *name;
		enum input input;
		enum { OPTIONAL, REQUIRED } need;
	} args[ACT_ARGS];
	const char *with_text; /* the function that takes args; without them it takes none */
	/* The screen that asks for it before the act is sent; SCREEN_CONFIRM not where the act can
	 * be recalled. */
	enum screen_id asks;
	const char *label; /* what that screen has in front of the line, or above the list */
	bool finds;   /* its request itself, see begin.c; it is not on the request's list of acts */
	bool offline; /* can begin without a connection */
	bool moves_on; /* the operator is through with the request and goes to the next */
	bool undoable; /* api.undo() takes it back */
	bool of_city;  /* what it takes are codes of one city */
	bool single;   /* is never done with many at once */
	bool keyed;    /* takes a key, under which it is done once however often it is sent */
};

/* NULL where verb is no act. */
const struct action_spec *act_spec(enum verb verb);
/* The i-th act in the order of the help; VERB_NONE behind the last. */
enum verb act_at(size_t i);
/* Whether verb is one: then it works on every screen that gives a request. */
bool act_is(enum verb verb);
/* NULL where no act is that command. */
const struct action_spec *act_of_command(const char *command);

/* The verb of which that is the function; VERB_NONE: none. */
enum verb act_of_function(const char *function);

/* Name of the command, and of the function of the schema api. */
const char *act_command(const struct action_spec *spec);
const char *act_function(const struct action_spec *spec);

/* How many arguments it takes, where it is sent with a text or without. */
size_t act_args_n(const struct action_spec *spec, bool with_text);
/* The statement that does it: $1 is the number, $2 the version seen, then come its arguments, and
 * its key where it takes one. */
const struct db_stmt *act_statement(const struct action_spec *spec, bool with_text);

#endif
