/* One more line of an officer's office hours. */
#include "console/screen/screens.h"

#include "console/data/duty.h"
#include "console/data/statements.h"
#include "console/ui/ask.h"
#include "console/ui/prompt.h"
#include "console/ui/ui.h"
#include "lib/base/i18n.h"
#include "lib/db/db_params.h"

#include <jansson.h>

static struct screen *ask_hours_open(struct ui *ui, const struct ask *ask)
{
	return prompt_new(ui, &screen_ask_hours,
	                  _("Day, hours, place (tue 17:00-19:00 and the place):"), "");
}

static void saved(struct screen *s, const PGresult *res, const struct db_error *error)
{
	ui_say_saved(s, error, _("done"));
}

/* The hours are written all at once: those that are there are read first. */
static void came(struct screen *s, const PGresult *res, const struct db_error *error)
{
	struct duty duty = {0};
	struct db_params params = {0};
	json_t *lines;

	if (error) {
		ui_say_error(s->ui, error);
		return;
	}
	duty_take(&duty, res);
	lines = json_array();
	for (size_t i = 0; i < duty.n; i++)
		if (duty.v[i].what == DUTY_HOURS)
			json_array_append_new(lines, json_string(duty.v[i].name));
	json_array_append_new(lines, json_string(prompt_text(s)));
	db_params_own(&params, json_dumps(lines, JSON_COMPACT));
	json_decref(lines);
	ui_ask(s, QUERY_MY_HOURS, params.text, saved);
	db_params_release(&params);
	duty_release(&duty);
}

static enum next save(struct screen *s, enum verb verb)
{
	if (*prompt_text(s) && ui_ready(s->ui))
		ui_ask(s, QUERY_DUTY, NULL, came);
	return NEXT_PAINT;
}

static const struct action actions[] = {{VERB_CHOOSE, save}, PROMPT_ACTIONS, {VERB_NONE, NULL}};

const struct screen_ops screen_ask_hours = {
        .context = CONTEXT_PROMPT,
        .overlay = true,
        .actions = actions,
        .hints = prompt_hints,
        .open = ask_hours_open,
        .close = prompt_close,
        .paint = prompt_paint,
        .cursor = prompt_cursor,
        .key = prompt_key,
};
