/* The room screen/: one file for each screen, which puts together what the rooms below have, and
 * one table of them all. A screen opens another one by its id, see ui_push(). */
#ifndef VARTA_CONSOLE_SCREEN_SCREENS_H
#define VARTA_CONSOLE_SCREEN_SCREENS_H

#include "console/ui/screen.h"

/* By their ids; NULL for SCREEN_NONE. */
extern const struct screen_ops *const screens[SCREEN_COUNT];

extern const struct screen_ops screen_queue;
extern const struct screen_ops screen_request;
extern const struct screen_ops screen_compose;
extern const struct screen_ops screen_suggestions;
extern const struct screen_ops screen_conflict;
extern const struct screen_ops screen_similar;
extern const struct screen_ops screen_messages;
extern const struct screen_ops screen_guidance;
extern const struct screen_ops screen_versions;
extern const struct screen_ops screen_template;
extern const struct screen_ops screen_views;
extern const struct screen_ops screen_help;
extern const struct screen_ops screen_palette;
extern const struct screen_ops screen_map;
extern const struct screen_ops screen_statistics;
extern const struct screen_ops screen_outbox;
extern const struct screen_ops screen_history;
extern const struct screen_ops screen_results;
extern const struct screen_ops screen_deeds;
extern const struct screen_ops screen_operator_deeds;
extern const struct screen_ops screen_duty;
extern const struct screen_ops screen_work;
extern const struct screen_ops screen_order;
extern const struct screen_ops screen_defect;
extern const struct screen_ops screen_institutions;
extern const struct screen_ops screen_inspections;
extern const struct screen_ops screen_round;
extern const struct screen_ops screen_campaign;
extern const struct screen_ops screen_order_statistics;
extern const struct screen_ops screen_register;

#endif
