/* A line to type that an act wants: what the screens that ask for one have in common. */
#ifndef VARTA_CONSOLE_ACTION_ASK_ARGUMENT_H
#define VARTA_CONSOLE_ACTION_ASK_ARGUMENT_H

#include "console/ui/prompt.h"
#include "lib/base/uuid.h"

struct prompt_act {
	struct prompt prompt;
	enum verb verb;
	int64_t id; /* 0: all that are marked */
	int version;
	/* A line that was sent and whose answer may be lost, and its key; NULL: there is none. */
	char *sent;
	char key[UUID_SIZE];
};

/* In front of the line stands the label of ask->verb; ask->question is the line to begin with,
 * ask->key that under which it was sent. */
struct screen *prompt_act_new(struct ui *ui, const struct screen_ops *ops, const struct ask *ask);
void prompt_act_close(struct screen *s);
/* Closes s and sends its act. What was typed comes back where the act is refused. */
enum next prompt_act_send(struct screen *s, const char *first, const char *second);

#endif
