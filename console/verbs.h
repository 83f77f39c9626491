/* What an operator can do, once: the enum, the names in key maps, the help and the hints all come
 * from this list. The help is short: it also stands in the line of hints. */
#ifndef VARTA_CONSOLE_VERBS_H
#define VARTA_CONSOLE_VERBS_H

#include "lib/i18n.h"

#define VERBS(X)                                                                                   \
	X(UP, "up", N_("up"))                                                                      \
	X(DOWN, "down", N_("down"))                                                                \
	X(PAGE_UP, "page-up", N_("page up"))                                                       \
	X(PAGE_DOWN, "page-down", N_("page down"))                                                 \
	X(FIRST, "first", N_("first"))                                                             \
	X(LAST, "last", N_("last"))                                                                \
	X(OPEN, "open", N_("open"))                                                                \
	X(BACK, "back", N_("back"))                                                                \
	X(QUIT, "quit", N_("quit"))                                                                \
	X(HELP, "help", N_("help"))                                                                \
	X(RELOAD, "reload", N_("load again"))                                                      \
	X(ACCEPT, "accept", N_("accept"))                                                          \
	X(REJECT, "reject", N_("reject"))                                                          \
	X(REFER, "refer", N_("refer"))                                                             \
	X(WRITE, "write", N_("answer"))                                                            \
	X(SUBMIT, "submit", N_("submit for approval"))                                             \
	X(APPROVE, "approve", N_("approve"))                                                       \
	X(PUBLISH, "publish", N_("publish"))                                                       \
	X(NEXT, "next", N_("next request"))                                                        \
	X(PREVIOUS, "previous", N_("previous request"))                                            \
	X(FILTER, "filter", N_("filter"))                                                          \
	X(SHOW_OPEN, "show-open", N_("show new and pending"))                                      \
	X(SHOW_NEW, "show-new", N_("show new"))                                                    \
	X(SHOW_PENDING, "show-pending", N_("show pending"))                                        \
	X(SHOW_ANSWERED, "show-answered", N_("show answered"))                                     \
	X(SHOW_REJECTED, "show-rejected", N_("show rejected"))                                     \
	X(SHOW_ALL, "show-all", N_("show every status"))                                           \
	X(NEXT_CITY, "next-city", N_("next city"))                                                 \
	X(CHOOSE, "choose", N_("yes, this"))                                                       \
	X(NOTE, "note", N_("add a note"))                                                          \
	X(SAVE, "save", N_("save"))                                                                \
	X(EDITOR, "editor", N_("own editor"))                                                      \
	X(INTERNAL, "internal", N_("answer or internal note"))                                     \
	X(DISCARD, "discard", N_("throw away"))                                                    \
	X(NEWLINE, "newline", N_("new line"))                                                      \
	X(LEFT, "left", N_("left"))                                                                \
	X(RIGHT, "right", N_("right"))                                                             \
	X(LINE_START, "line-start", N_("start of the line"))                                       \
	X(LINE_END, "line-end", N_("end of the line"))                                             \
	X(DELETE_BACK, "delete-back", N_("delete to the left"))                                    \
	X(DELETE, "delete", N_("delete"))

enum verb {
	VERB_NONE,
#define X(id, name, help) VERB_##id,
	VERBS(X)
#undef X
	        VERB_COUNT
};

/* Name in key maps. */
const char *verb_name(enum verb verb);
/* Translated. */
const char *verb_help(enum verb verb);
/* VERB_NONE where there is no such name. */
enum verb verb_find(const char *name);

#endif
