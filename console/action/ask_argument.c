/* A line that an act wants: sends the act with it, and opens the line again with what was typed
 * where the act is refused. */
#include "console/action/ask_argument.h"

#include "console/action/action_table.h"
#include "console/action/begin.h"
#include "console/action/bulk.h"
#include "console/action/send.h"
#include "console/ui/ask.h"
#include "console/ui/ui.h"
#include "lib/base/i18n.h"
#include "lib/base/xmalloc.h"

#include <stdlib.h>
#include <string.h>

/* What was typed, until the database has taken it. */
struct sent_line {
	struct ui *ui;
	struct ask ask;
	char *text;
	char key[UUID_SIZE];
};

struct screen *prompt_act_new(struct ui *ui, const struct screen_ops *ops, const struct ask *ask)
{
	struct prompt_act *p = xcalloc(1, sizeof(*p));
	char *subject = act_subject(ui->console, ask->id);
	char *whole = xasprintf("%s · %s", subject, _(act_spec(ask->verb)->label));

	prompt_init(&p->prompt, ui, ops, whole, ask->question ? ask->question : "");
	p->verb = ask->verb;
	p->id = ask->id;
	p->version = ask->version;
	if (ask->key) {
		p->sent = xstrdup(ask->question);
		snprintf(p->key, sizeof(p->key), "%s", ask->key);
	}
	free(whole);
	free(subject);
	return &p->prompt.screen;
}

void prompt_act_close(struct screen *s)
{
	free(((struct prompt_act *)s)->sent);
	prompt_close(s);
}

/* Nobody who has begun something else is interrupted. */
static void settled(void *arg, const struct db_error *error)
{
	struct sent_line *line = arg;
	struct ui *ui = line->ui;

	if (error && ui->depth > 0 && ui_top(ui)->ops->request) {
		line->ask.version = act_conflict_version(error, line->ask.version);
		ui_push(ui, act_spec(line->ask.verb)->asks, &line->ask);
	}
	free(line->text);
	free(line);
}

/* The same line under the same key is done once, be it sent again because its answer was lost. */
static void choose_key(const struct prompt_act *p, struct sent_line *line)
{
	if (p->sent && strcmp(p->sent, line->text) == 0)
		memcpy(line->key, p->key, sizeof(line->key));
	else
		uuid_new(line->key);
}

enum next prompt_act_send(struct screen *s, const char *first, const char *second)
{
	const struct prompt_act *p = (const struct prompt_act *)s;
	struct sent_line *line;

	if (!ui_ready(s->ui))
		return NEXT_PAINT;
	prompt_remember(s);
	if (!p->id)
		bulk_with(s->console, prompt_text(s));
	if (!p->id)
		return act_finish(s, p->verb, 0, 0, first, second);
	line = xcalloc(1, sizeof(*line));
	line->ui = s->ui;
	line->text = xstrdup(prompt_text(s));
	line->ask = (struct ask){
	        .verb = p->verb, .id = p->id, .version = p->version, .question = line->text};
	if (act_spec(p->verb)->keyed) {
		choose_key(p, line);
		line->ask.key = line->key;
	}
	act_send_then(s->console, p->verb, p->id, p->version, first, second, line->ask.key, settled,
	              line);
	return NEXT_CLOSE;
}
