/* What the map screen shows: a part of a city, its borders, how many requests are where, and those
 * nearest to the middle. What the database says comes later; until then there are the borders.
 *
 * The room map/ draws a city in a terminal: which part is shown (map_view.h), the districts
 * (borders.h), the streets (streets.h), the requests counted by cell (map_cells.h), the texts
 * between them (map_labels.h, map_picture.h), and a list of the nearest (nearby.h). */
#ifndef VARTA_CONSOLE_MAP_MAP_H
#define VARTA_CONSOLE_MAP_MAP_H

#include "console/map/borders.h"
#include "console/map/map_cells.h"
#include "console/map/map_labels.h"
#include "console/map/nearby.h"
#include "console/map/streets.h"
#include "console/ui/screen.h"

#include <stdbool.h>
#include <stdint.h>

enum map_mode { MAP_SIGNS, MAP_DOTS, MAP_DENSITY, MAP_MODES };

struct map {
	struct screen screen;
	char *city;   /* code */
	char *filter; /* as in the queue, with the city */
	char *json;   /* compiled */
	int64_t id;   /* the request that it is being centred on; 0: none */
	bool placed;  /* it shows some place */
	struct {
		bool known;
		double lat, lon;
	} own; /* of the request that the map was opened for */
	struct map_question {
		bool asking, again; /* it has been asked, and has to be once more */
	} cells_asked, list_asked, streets_asked;
	double list_lat, list_lon; /* what the list is near to */
	enum map_mode mode;
	struct map_view view;
	struct canvas canvas; /* borders */
	struct borders borders;
	struct streets_cache streets;
	struct map_view streets_view; /* for which they are being asked */
	bool streets_void;            /* that was another city's */
	struct street_cells street_cells;
	struct map_labels labels;
	char *credit; /* where the streets are from, harmless */
	struct map_cells cells;
	struct nearby nearby;
};

/* Lines of the list below. */
int map_list_height(void);

/* Shows a city, or the request with that number and what is around. */
void map_city(struct map *m, const char *city);
void map_request(struct map *m, int64_t id);
/* Takes filter, which it frees later. Asks nothing yet. */
void map_filter(struct map *m, char *filter);
/* Shows all of the city. */
void map_whole(struct map *m);
/* The terminal has another size, or the view is another part: draws, and asks what is there. */
void map_moved(struct map *m);
/* The database may hold something newer: asks again. */
void map_refresh(struct map *m);
/* The same place, and the list as it is; only the cells are counted again. */
void map_shifted(struct map *m);
/* Paints the map below the frame. */
void map_draw(const struct map *m);
void map_release(struct map *m);

#endif
