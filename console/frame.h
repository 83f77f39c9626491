/* What surrounds every screen: the bar above, the lines of state and hints below. */
#ifndef VARTA_CONSOLE_FRAME_H
#define VARTA_CONSOLE_FRAME_H

struct app;
struct screen;

enum { FRAME_TOP = 1, FRAME_BOTTOM = 2 };

/* The first line: left as far as there is room, right at the edge. */
void frame_bar(const struct app *app, const char *left, const char *right);
/* The last two lines, for the screen on top. */
void frame_bottom(const struct app *app, const struct screen *top);
/* Lines between the bar and the bottom. */
int frame_height(void);

#endif
