/* What of the map is drawn anew when another part is shown or something else is known of it. */
#ifndef VARTA_CONSOLE_MAP_MAP_PICTURE_H
#define VARTA_CONSOLE_MAP_MAP_PICTURE_H

struct map;

/* Draws the lines of the view: borders and streets; then the texts. */
void map_picture_lines(struct map *m);
/* Places the texts: the requests that are counted in the cells come first, then districts, then
 * streets. */
void map_picture_texts(struct map *m);

#endif
