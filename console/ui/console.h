/* The parts of the running console, for the screens and the actions that work on them. Nothing but
 * pointers: who follows one includes its header. */
#ifndef VARTA_CONSOLE_UI_CONSOLE_H
#define VARTA_CONSOLE_UI_CONSOLE_H

struct acts;
struct bulk;
struct catalogue;
struct erased_drafts;
struct marks;
struct orders;
struct presence;
struct preview;
struct queue;
struct recall;
struct recent;
struct ui;
struct undo;

struct console {
	struct ui *ui; /* has the session, the settings and the key map, too */
	struct queue *queue;
	struct marks *marks;
	struct preview *preview;
	struct presence *presence;
	struct recent *recent;       /* requests that were looked at */
	struct catalogue *catalogue; /* codes that a filter can name */
	struct acts *acts;           /* that are not answered yet */
	struct undo *undo;
	struct bulk *bulk;
	struct orders *orders; /* the register, and acts on orders */
	struct recall *recall;
	struct erased_drafts *erased;
};

#endif
