/* What surrounds every screen: the bar and the title above, the lines of state and hints below.
 * The bar is the same everywhere, so that going from one screen to another does not repaint it. */
#ifndef VARTA_CONSOLE_UI_FRAME_H
#define VARTA_CONSOLE_UI_FRAME_H

struct screen;
struct ui;

enum { FRAME_TITLE = 1, FRAME_TOP = 2, FRAME_BOTTOM = 2 };

/* The first line: city, counters, operator. */
void frame_bar(const struct ui *ui);
/* The second: what this screen shows, as far as there is room, and right at the edge. */
void frame_title(const char *left, const char *right);
/* A line across the screen that names what is below it; title may be NULL. */
void frame_rule(int y, const char *title);
/* The last two lines, for the screen on top. */
void frame_bottom(const struct ui *ui, const struct screen *top);
/* Lines between title and bottom, from FRAME_TOP on. */
int frame_height(void);

#endif
