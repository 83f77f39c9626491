#include "console/app.h"
#include "console/ui/picker.h"
#include "lib/i18n.h"

#include <inttypes.h>

static struct screen *workers_open(struct app *app, const struct ask *ask)
{
	struct picker *p = picker_new(app, &screen_workers, ask, VERB_ASSIGN, _("give to"));
	char id[24];
	snprintf(id, sizeof(id), "%" PRId64, ask->id ? ask->id : app->marks.v[0].id);
	const char *request[] = {id};
	p->bare = true;
	session_ask(&p->screen, QUERY_WORKERS, request, picker_fill);
	return &p->screen;
}

const struct screen_ops screen_workers = {
        .context = CONTEXT_PICKER,
        .list = PICKER_LIST,
        .overlay = true,
        .actions = picker_bare_actions,
        .hints = picker_bare_hints,
        .open = workers_open,
        .close = picker_close,
        .paint = picker_paint,
        .cursor = list_screen_cursor,
        .key = list_screen_key,
};
