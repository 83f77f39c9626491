/* The room prompt/: one file for each question that is asked at the bottom of a screen or as a list
 * to choose from: an argument of an act, a filter, a name. They are screens (ui/screen.h), and
 * stand in their table (screen/screens.c). */
#ifndef VARTA_CONSOLE_PROMPT_PROMPTS_H
#define VARTA_CONSOLE_PROMPT_PROMPTS_H

#include "console/ui/screen.h"

extern const struct screen_ops screen_ask_away;
extern const struct screen_ops screen_ask_date;
extern const struct screen_ops screen_ask_days;
extern const struct screen_ops screen_ask_hours;
extern const struct screen_ops screen_ask_note;
extern const struct screen_ops screen_ask_number;
extern const struct screen_ops screen_ask_order;
extern const struct screen_ops screen_ask_period;
extern const struct screen_ops screen_ask_text;
extern const struct screen_ops screen_choose_defect;
extern const struct screen_ops screen_choose_deputy;
extern const struct screen_ops screen_choose_ground;
extern const struct screen_ops screen_choose_institution;
extern const struct screen_ops screen_choose_operator;
extern const struct screen_ops screen_choose_reason;
extern const struct screen_ops screen_choose_unit;
extern const struct screen_ops screen_confirm;
extern const struct screen_ops screen_jump;
extern const struct screen_ops screen_save_view;
extern const struct screen_ops screen_filter;
extern const struct screen_ops screen_order_filter;
extern const struct screen_ops screen_export;
extern const struct screen_ops screen_round_file;

#endif
