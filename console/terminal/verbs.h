/* What an operator can do, once: the enum, the names in key maps, the help and the hints all come
 * from this list, the acts on requests in acts.def and those on orders in order_acts.def. The help
 * is short: it also stands in the line of hints. */
#ifndef VARTA_CONSOLE_TERMINAL_VERBS_H
#define VARTA_CONSOLE_TERMINAL_VERBS_H

#include "lib/base/i18n.h"

#define VERBS(ROW)                                                                                 \
	ROW(UP, "up", N_("up"))                                                                    \
	ROW(DOWN, "down", N_("down"))                                                              \
	ROW(PAGE_UP, "page-up", N_("page up"))                                                     \
	ROW(PAGE_DOWN, "page-down", N_("page down"))                                               \
	ROW(FIRST, "first", N_("first"))                                                           \
	ROW(LAST, "last", N_("last"))                                                              \
	ROW(OPEN, "open", N_("open"))                                                              \
	ROW(BACK, "back", N_("back"))                                                              \
	ROW(QUIT, "quit", N_("quit"))                                                              \
	ROW(HELP, "help", N_("help"))                                                              \
	ROW(PALETTE, "palette", N_("every command"))                                               \
	ROW(QUEUE, "queue", N_("the queue"))                                                       \
	ROW(MESSAGES, "messages", N_("messages to officers"))                                      \
	ROW(GUIDANCE, "guidance", N_("templates of answers"))                                      \
	ROW(DEEDS, "deeds", N_("who did what"))                                                    \
	ROW(WORK, "work", N_("what the unit has to do"))                                           \
	ROW(REGISTER, "register", N_("register of orders"))                                        \
	ROW(INSTITUTIONS, "institutions", N_("institutions"))                                      \
	ROW(INSPECTIONS, "inspections", N_("rounds and campaigns"))                                \
	ROW(ORDER_STATISTICS, "order-statistics", N_("statistics of orders"))                      \
	ROW(EXPORT, "export", N_("write to a file"))                                               \
	ROW(ROUND_SHEET, "round-sheet", N_("write the page to print"))                             \
	ROW(ROUND_GPX, "round-gpx", N_("write GPX for a map"))                                     \
	ROW(REFERRED, "referred", N_("requests of my unit"))                                       \
	ROW(DEFECT, "defect", N_("what is wrong there"))                                           \
	ROW(DUTY, "duty", N_("hours and absence"))                                                 \
	ROW(AWAY, "away", N_("be away"))                                                           \
	ROW(HOURS, "hours", N_("add hours"))                                                       \
	ROW(RELOAD, "reload", N_("load again"))                                                    \
	ROW(MARK, "mark", N_("mark, or not"))                                                      \
	ROW(MARK_ALL, "mark-all", N_("mark all that was found"))                                   \
	ROW(MARK_DOWN, "mark-down", N_("mark, and down"))                                          \
	ROW(UNMARK_ALL, "unmark-all", N_("take all marks away"))                                   \
	ROW(NEXT, "next", N_("next request"))                                                      \
	ROW(PREVIOUS, "previous", N_("previous request"))                                          \
	ROW(FILTER, "filter", N_("filter"))                                                        \
	ROW(VIEWS, "views", N_("saved views"))                                                     \
	ROW(VIEW_SAVE, "view-save", N_("save as a view"))                                          \
	ROW(SHARE, "share", N_("share in its city"))                                               \
	ROW(SORT, "sort", N_("another order"))                                                     \
	ROW(JUMP, "jump", N_("go to a number"))                                                    \
	ROW(SHOW_OPEN, "show-open", N_("show new and pending"))                                    \
	ROW(SHOW_NEW, "show-new", N_("show new"))                                                  \
	ROW(SHOW_PENDING, "show-pending", N_("show pending"))                                      \
	ROW(SHOW_ANSWERED, "show-answered", N_("show answered"))                                   \
	ROW(SHOW_REJECTED, "show-rejected", N_("show rejected"))                                   \
	ROW(SHOW_ALL, "show-all", N_("show every status"))                                         \
	ROW(NEXT_CITY, "next-city", N_("next city"))                                               \
	ROW(MAP, "map", N_("where it is"))                                                         \
	ROW(CITY_MAP, "city-map", N_("map of the city"))                                           \
	ROW(STATISTICS, "statistics", N_("statistics"))                                            \
	ROW(OUTBOX, "outbox", N_("outbox"))                                                        \
	ROW(HISTORY, "history", N_("history of the request"))                                      \
	ROW(BROWSE, "browse", N_("photo or map in a browser"))                                     \
	ROW(BROWSE_MAP, "browse-map", N_("the place in a browser"))                                \
	ROW(PHOTO, "photo", N_("the photo here"))                                                  \
	ROW(PERIOD, "period", N_("another period"))                                                \
	ROW(EARLIER, "earlier", N_("a year earlier"))                                              \
	ROW(LATER, "later", N_("a year later"))                                                    \
	ROW(ALL_YEARS, "all-years", N_("all years"))                                               \
	ROW(DAYS, "days", N_("other days"))                                                        \
	ROW(REPLAY, "replay", N_("try again"))                                                     \
	ROW(ZOOM_IN, "zoom-in", N_("nearer"))                                                      \
	ROW(ZOOM_OUT, "zoom-out", N_("farther"))                                                   \
	ROW(PAN_LEFT, "pan-left", N_("to the west"))                                               \
	ROW(PAN_RIGHT, "pan-right", N_("to the east"))                                             \
	ROW(PAN_UP, "pan-up", N_("to the north"))                                                  \
	ROW(PAN_DOWN, "pan-down", N_("to the south"))                                              \
	ROW(WHOLE, "whole", N_("the whole city"))                                                  \
	ROW(MAP_MODE, "map-mode", N_("signs, dots, density"))                                      \
	ROW(CHOOSE, "choose", N_("yes, this"))                                                     \
	ROW(NOTE, "note", N_("add a note"))                                                        \
	ROW(OTHER, "other", N_("another number"))                                                  \
	ROW(NEW, "new", N_("a new one"))                                                           \
	ROW(VERSIONS, "versions", N_("versions"))                                                  \
	ROW(SAVE, "save", N_("save"))                                                              \
	ROW(EDITOR, "editor", N_("own editor"))                                                    \
	ROW(KIND, "kind", N_("answer, note or question"))                                          \
	ROW(INSERT, "insert", N_("templates"))                                                     \
	ROW(NEXT_PLACEHOLDER, "next-slot", N_("next to be filled in"))                             \
	ROW(COMPARE, "compare", N_("both texts"))                                                  \
	ROW(THEIRS, "theirs", N_("take the other one"))                                            \
	ROW(DISCARD, "discard", N_("throw away"))                                                  \
	ROW(COMPLETE, "complete", N_("complete"))                                                  \
	ROW(NEWLINE, "newline", N_("new line"))                                                    \
	ROW(LEFT, "left", N_("left"))                                                              \
	ROW(RIGHT, "right", N_("right"))                                                           \
	ROW(LINE_START, "line-start", N_("start of the line"))                                     \
	ROW(LINE_END, "line-end", N_("end of the line"))                                           \
	ROW(DELETE_BACK, "delete-back", N_("delete to the left"))                                  \
	ROW(DELETE, "delete", N_("delete"))                                                        \
	ROW(DELETE_WORD, "delete-word", N_("delete the word to the left"))                         \
	ROW(DELETE_START, "delete-start", N_("delete to the start of the line"))                   \
	ROW(DELETE_END, "delete-end", N_("delete to the end of the line"))

enum verb {
	VERB_NONE,
#define X(id, name, help) VERB_##id,
	VERBS(X)
#undef X
#define ACT(id, name, help, ...) VERB_##id,
#include "console/terminal/acts.def"
#define ORDER(id, name, help, ...) VERB_##id,
#include "console/terminal/order_acts.def"
	        VERB_COUNT
};

/* Name in key maps. */
const char *verb_name(enum verb verb);
/* Translated. */
const char *verb_help(enum verb verb);
/* VERB_NONE where there is no such name. */
enum verb verb_find(const char *name);

#endif
