/* What the next key can be after the first of a sequence: shown over the lower lines. */
#ifndef VARTA_CONSOLE_UI_KEY_HINTS_H
#define VARTA_CONSOLE_UI_KEY_HINTS_H

struct ui;
struct screen;

/* For the screen on top, while keys of a sequence are typed. */
void hints_paint(const struct ui *ui, const struct screen *top);

#endif
