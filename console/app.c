/* Puts the parts of the console together: what the session and the user interface tell upwards goes
 * from here to those whom it concerns. */
#include "console/app.h"

#include "console/action/action_table.h"
#include "console/action/begin.h"
#include "console/action/desk.h"
#include "console/action/global_actions.h"
#include "console/action/refusal.h"
#include "console/data/row.h"
#include "console/data/zones.h"
#include "console/filter/filter.h"
#include "console/order/order_acts.h"
#include "console/reply/draft.h"
#include "console/reply/unkept.h"
#include "console/screen/screens.h"
#include "lib/base/buf.h"
#include "lib/base/i18n.h"
#include "lib/base/xmalloc.h"

#include <stdlib.h>

enum { DRAFTS_NAMED = 5, LEAVE = 1000 /* ms for what was sent before the end */ };

struct kept_drafts {
	struct buf numbers; /* '16, 17, …' */
	unsigned long n;
};

static void add_draft(void *arg, int64_t id)
{
	struct kept_drafts *kept = arg;

	if (++kept->n <= DRAFTS_NAMED)
		buf_addf(&kept->numbers, "%s%lld", kept->n > 1 ? ", " : "", (long long)id);
	else if (kept->n == DRAFTS_NAMED + 1)
		buf_adds(&kept->numbers, ", …");
}

static void say_drafts(struct app *app)
{
	struct kept_drafts kept = {.n = 0};
	char *keys = keymap_keys(&app->keymap, CONTEXT_ANY, VERB_WRITE, 1, "/");

	draft_each(app->session.login, false, add_draft, &kept);
	if (kept.n > 0)
		ui_say(&app->ui, STYLE_SOON,
		       ngettext("there is a text for No. %s that was not sent: %s goes on with it",
		                "there are texts for No. %s that were not sent: %s goes on with "
		                "them",
		                kept.n),
		       kept.numbers.data, keys);
	free(keys);
	buf_release(&kept.numbers);
}

static void session_is_changed(void *arg)
{
	struct app *app = arg;

	app->ui.dirty = true;
}

static void session_is_connected(void *arg, bool again)
{
	struct app *app = arg;

	if (again)
		ui_say(&app->ui, STYLE_GOOD, "%s", _("connected"));
	recall_refresh(&app->recall);
	presence_forget(&app->presence);
	ui_refresh(&app->ui);
}

static void session_is_identified(void *arg, bool first)
{
	struct app *app = arg;

	if (first && !app->chosen)
		desk_open(&app->console);
	if (first)
		say_drafts(app);
	if (first && app->ui.depth > 1) /* opened before it was known for whom */
		ui_refresh(&app->ui);
	erased_drafts_ask(&app->erased);
}

static void session_is_refused(void *arg, const char *why)
{
	struct app *app = arg;

	ui_say(&app->ui, STYLE_ERROR, "%s", why);
}

static void session_has_news(void *arg)
{
	struct app *app = arg;

	ui_refresh(&app->ui);
	erased_drafts_ask_soon(&app->erased);
}

static void presence_has_changed(void *arg)
{
	struct app *app = arg;

	presence_read_soon(&app->presence);
}

static void follow_presence(struct ui *ui)
{
	presence_follow(ui->console->presence);
}

static void refresh(struct ui *ui)
{
	session_badges(ui->session);
	queue_refresh(ui->console->queue);
}

static void wake(struct ui *ui)
{
	int countdown;

	presence_tick(ui->console->presence);
	erased_drafts_wake(ui->console->erased);
	countdown = recall_tick(ui->console->recall);
	if (countdown >= 0)
		ui_wake_in(ui, countdown);
}

/* Who else is here, otherwise what can be recalled. */
static char *edge(const struct ui *ui)
{
	char *text = presence_text(ui->console->presence);

	return text ? text : recall_text(ui->console->recall);
}

/* Open texts are tried once more, and those that are in memory alone. */
static char *loses(struct ui *ui)
{
	char *why, *question = NULL;
	size_t n;

	ui_save(ui);
	n = unkept_write(&why);
	if (n > 0)
		question =
		        xasprintf(ngettext("Leave? %zu text is lost then: %s",
		                           "Leave? %zu texts are lost then: %s", (unsigned long)n),
		                  n, why);
	else if (ui->save_at)
		question = xstrdup(_("Leave? This text is lost then"));
	free(why);
	return question;
}

/* A text that was begun is opened whatever became of its request. */
static const char *refuses_act(const struct screen *s, const struct row *row, enum verb verb)
{
	const char *why = act_refuses(s, row, verb);

	bool begun = why && row && verb == VERB_WRITE &&
	             draft_is_kept(s->ui->session->login, row->city, row->id);

	return begun ? NULL : why;
}

/* What is done with orders is for the traffic unit alone. */
static bool offers(const struct ui *ui, enum verb verb)
{
	return order_act_find(verb) ? session_has_role(ui->session, "traffic")
	                            : desk_offers(ui, verb);
}

static const struct ui_hooks ui_hooks = {
        .is_act = act_is,
        .refuses_act = refuses_act,
        .knows = act_knows,
        .offers = offers,
        .means_act = desk_means,
        .begin_act = act_begin,
        .find_global = global_actions_find,
        .painting = follow_presence,
        .refresh = refresh,
        .wake = wake,
        .loses = loses,
        .edge = edge,
};

static void join_parts(struct app *app)
{
	app->console = (struct console){
	        .ui = &app->ui,
	        .queue = &app->queue,
	        .marks = &app->marks,
	        .preview = &app->preview,
	        .presence = &app->presence,
	        .recent = &app->recent,
	        .catalogue = &app->catalogue,
	        .acts = &app->acts,
	        .undo = &app->undo,
	        .bulk = &app->bulk,
	        .orders = &app->orders,
	        .recall = &app->recall,
	        .erased = &app->erased,
	};
	app->ui = (struct ui){
	        .hooks = &ui_hooks,
	        .screens = screens,
	        .console = &app->console,
	        .session = &app->session,
	        .settings = &app->settings,
	        .keymap = &app->keymap,
	        .layout = &app->layout,
	};
	app->catalogue.session = &app->session;
	app->erased.ui = &app->ui;
	orders_init(&app->orders);
	queue_init(&app->queue, &app->ui, presence_has_changed, app);
	preview_init(&app->preview, &app->ui, &app->queue, &app->recent);
	presence_init(&app->presence, &app->ui, &app->queue);
	recall_init(&app->recall, &app->ui);
}

void app_open(struct app *app, const char *filter)
{
	const struct session_hooks hooks = {
	        .changed = session_is_changed,
	        .connected = session_is_connected,
	        .identified = session_is_identified,
	        .refused = session_is_refused,
	        .news = session_has_news,
	        .presence = presence_has_changed,
	        .arg = app,
	};
	char *start;

	join_parts(app);
	session_open(&app->session, &app->settings, &hooks);
	app->chosen = filter != NULL;
	start = filter ? xstrdup(filter) : filter_said(&filter_requests, "status:new,pending");
	free(queue_filter(&app->queue, start));
	free(start);
	ui_push(&app->ui, SCREEN_QUEUE, &(struct ask){0});
}

void app_release(struct app *app)
{
	char *why;

	ui_save(&app->ui);
	presence_leave(&app->presence);
	session_settle(&app->session, LEAVE);
	ui_release(&app->ui);
	unkept_write(&why);
	free(why);
	session_close(&app->session);
	zones_release();
	orders_release(&app->orders);
	queue_release(&app->queue);
	catalogue_release(&app->catalogue);
	preview_release(&app->preview);
	recent_release(&app->recent);
	recall_release(&app->recall);
	marks_clear(&app->marks);
	bulk_release(&app->bulk);
	presence_release(&app->presence);
	keymap_release(&app->keymap);
	settings_release(&app->settings);
}
