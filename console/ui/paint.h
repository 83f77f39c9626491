/* From the screens to the picture in the terminal. */
#ifndef VARTA_CONSOLE_UI_PAINT_H
#define VARTA_CONSOLE_UI_PAINT_H

struct ui;

/* Computes the whole picture; the terminal gets what has changed of it. */
void ui_paint(struct ui *ui);

#endif
