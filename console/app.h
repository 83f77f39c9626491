/* The running console: everything it consists of. Above the rooms; nothing in them knows it. */
#ifndef VARTA_CONSOLE_APP_H
#define VARTA_CONSOLE_APP_H

#include "console/action/bulk.h"
#include "console/action/recall.h"
#include "console/action/send.h"
#include "console/action/undo.h"
#include "console/data/catalogue.h"
#include "console/data/session.h"
#include "console/order/register.h"
#include "console/queue/marks.h"
#include "console/queue/presence.h"
#include "console/queue/preview.h"
#include "console/queue/queue.h"
#include "console/reply/erased_drafts.h"
#include "console/request/recent.h"
#include "console/terminal/keymap.h"
#include "console/terminal/layout.h"
#include "console/ui/console.h"
#include "console/ui/ui.h"
#include "lib/program/settings.h"

struct app {
	struct settings settings;
	struct keymap keymap;
	struct layout layout;
	struct session session;
	struct ui ui;
	struct queue queue;
	struct marks marks;
	struct preview preview;
	struct presence presence;
	struct recent recent;
	struct catalogue catalogue;
	struct acts acts;
	struct undo undo;
	struct bulk bulk;
	struct orders orders;
	struct recall recall;
	struct erased_drafts erased;
	struct console console; /* all of these, for the screens */
	bool chosen;            /* what is shown first was asked for */
};

/* Puts the parts together, begins to connect, and opens the queue with that filter, which compiles;
 * NULL: what is open, and then the desk of the operator's role.
 * The settings, the key map and the layout are there already. */
void app_open(struct app *app, const char *filter);
/* Closes every screen and frees everything. */
void app_release(struct app *app);

#endif
