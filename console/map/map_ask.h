/* What the map asks the database. Each question is asked once at a time; if it is wanted meanwhile,
 * once more when the answer is there. */
#ifndef VARTA_CONSOLE_MAP_MAP_ASK_H
#define VARTA_CONSOLE_MAP_MAP_ASK_H

struct db_error;
struct map;
struct screen;

/* How many requests are in each cell. */
void map_ask_cells(struct map *m);
/* What is near to the list's place. */
void map_ask_list(struct map *m);
/* The streets of the view, unless they are known. */
void map_ask_streets(struct map *m);
/* Shows the operator what the database refused; that it cannot be reached is shown anyway. */
void map_complain(struct screen *s, const struct db_error *error);

#endif
