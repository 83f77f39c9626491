/* Waits for the terminal, the database, signals and the clock, and hands each on. */
#include "console/loop.h"

#include "console/app.h"
#include "console/terminal/signals.h"
#include "console/terminal/term.h"
#include "console/ui/dispatch.h"
#include "console/ui/paint.h"
#include "console/ui/ui.h"
#include "lib/base/i18n.h"
#include "lib/base/log.h"
#include "lib/base/when.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

enum { MINUTE = 60000, TERMINAL = 0, DATABASE, SIGNALS, SOURCES };

static int until(int timeout, int64_t at)
{
	int64_t left = at - when_ticks();

	if (left < 0)
		left = 0;
	return timeout < 0 || left < timeout ? (int)left : timeout;
}

/* What is due grows older while nobody types. */
static int timeout_of(const struct app *app, int64_t repaint_at)
{
	int timeout = until(session_timeout(&app->session), repaint_at);

	if (app->ui.wake_at)
		timeout = until(timeout, app->ui.wake_at);
	return app->ui.save_at ? until(timeout, app->ui.save_at) : timeout;
}

static int take_signal(struct app *app, int signal)
{
	switch (signal) {
	case SIGHUP:
	case SIGTERM:
	case SIGQUIT:
		return 128 + signal;
	case SIGTSTP:
		ui_save(&app->ui);
		term_pause();
		signals_stop();
		term_resume();
		ui_resize(&app->ui);
		break;
	case SIGCONT:
		term_resume();
		ui_resize(&app->ui);
		break;
	case SIGWINCH:
		ui_resize(&app->ui);
		break;
	case SIGINT:
		if (term_paste_drop())
			ui_say(&app->ui, STYLE_SOON, "%s", _("the pasted text was dropped"));
		else
			ui_key(&app->ui, KEYS_ESC);
		break;
	}
	return 0;
}

static int take_signals(struct app *app)
{
	int signal, status = 0;

	while (status == 0 && (signal = signals_next()) != 0)
		status = take_signal(app, signal);
	return status;
}

static void take_keys(struct app *app)
{
	keycode k;

	while (!app->ui.quit && (k = term_key()) != 0)
		ui_key(&app->ui, k);
}

static void set_sources(const struct app *app, int signals, struct pollfd sources[SOURCES])
{
	const struct db *db = app->session.db;

	sources[TERMINAL] = (struct pollfd){STDIN_FILENO, POLLIN, 0};
	sources[DATABASE] = (struct pollfd){db_fd(db), db_events(db), 0};
	sources[SIGNALS] = (struct pollfd){signals, POLLIN, 0};
}

/* Behind the picture: no key waits for a disk. */
static void save_what_is_due(struct app *app)
{
	if (!app->ui.save_at || when_ticks() < app->ui.save_at)
		return;
	ui_save(&app->ui);
	if (app->ui.dirty)
		ui_paint(&app->ui);
}

int loop_run(struct app *app, int signals)
{
	int64_t repaint_at = when_ticks() + MINUTE;

	while (!app->ui.quit) {
		struct pollfd sources[SOURCES];
		int status;
		if (app->ui.dirty)
			ui_paint(&app->ui);
		save_what_is_due(app);
		set_sources(app, signals, sources);
		if (poll(sources, SOURCES, timeout_of(app, repaint_at)) < 0 && errno != EINTR)
			fatal("poll");
		status = take_signals(app);
		if (status)
			return status;
		if (sources[TERMINAL].revents & (POLLHUP | POLLERR | POLLNVAL))
			return 128 + SIGHUP;
		if (sources[TERMINAL].revents & POLLIN)
			take_keys(app);
		db_step(app->session.db);
		session_tick(&app->session);
		ui_wake(&app->ui);
		if (when_ticks() >= repaint_at) {
			repaint_at = when_ticks() + MINUTE;
			app->ui.dirty = true;
		}
	}
	return 0;
}
