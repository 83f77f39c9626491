/* Has the next tiles of the map written, or ends it. */
#include "syncd/site/site_base_map.h"

#include "lib/base/log.h"
#include "lib/base/xmalloc.h"
#include "lib/db/db_result.h"
#include "syncd/page/file_writer.h"
#include "syncd/site/site_target.h"
#include "syncd/site/site_update.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

static void replace(char **field, const char *value)
{
	free(*field);
	*field = xstrdup(value);
}

/* One row at least. */
static void put_tiles(struct site_target *target, struct file_writer *writer, const PGresult *res)
{
	int rows = PQntuples(res);

	for (int row = 0; row < rows; row++) {
		char *name = xasprintf("%s%s", SITE_TREE_MAP, db_result_text(res, row, "name"));

		site_target_put_features(target, writer, name,
		                         db_result_text(res, row, "features"));
		free(name);
	}
	replace(&target->map_wanted, db_result_text(res, rows - 1, "wanted"));
	replace(&target->map_last, db_result_text(res, rows - 1, "name"));
}

/* What is there of the map: what it may have stays, and is added to the list; the rest goes. */
static json_t *keep_map_tiles(const struct site_target *target, struct file_writer *writer,
                              struct names *wanted)
{
	struct names found = {0};
	json_t *list = json_array();
	size_t at = 0;

	names_order(wanted);
	site_tree_scan_map(&target->tree, writer, &found);
	names_order(&found);
	for (size_t i = 0; i < found.n; i++) {
		while (at < wanted->n && strcmp(wanted->list[at], found.list[i]) < 0)
			at++;
		if (at < wanted->n && strcmp(wanted->list[at], found.list[i]) == 0)
			json_array_append_new(list,
			                      json_string(found.list[i] + strlen(SITE_TREE_MAP)));
		else
			site_target_drop(target, writer, found.list[i], ".geojson");
	}
	names_release(&found);
	return list;
}

/* Returns how many tiles there are. */
static size_t put_map(struct site_target *target, struct file_writer *writer, const PGresult *res)
{
	struct names wanted = {0};
	struct buf data = {0};
	json_t *map, *list;
	char *text;
	size_t n;

	for (int row = 0; row < PQntuples(res); row++) {
		const char *name = db_result_text(res, row, "name");
		if (name)
			names_add(&wanted, xasprintf("%s%s", SITE_TREE_MAP, name));
	}
	list = keep_map_tiles(target, writer, &wanted);
	n = json_array_size(list);
	map = json_pack("{s:s, s:o}", "credit", db_result_text(res, 0, "credit"), "tiles", list);
	text = json_dumps(map, JSON_COMPACT);
	buf_addf(&data, "%s\n", text);
	site_target_put(target, writer, "streets", ".json", &data);
	replace(&target->map_wanted, db_result_text(res, 0, "wanted"));
	names_release(&wanted);
	json_decref(map);
	free(text);
	return n;
}

static void on_built(void *arg, const PGresult *res, const struct db_error *error)
{
	struct site_update *update = arg;

	if (site_update_refused(update, error))
		return;
	update->now->map = false;
	site_update_look(update);
}

static void map_written(struct site_update *update)
{
	site_update_ask(update, SITE_QUERY_MAP_BUILT, update->now->map_wanted, on_built);
}

static void on_map(void *arg, const PGresult *res, const struct db_error *error)
{
	struct site_update *update = arg;
	size_t n;

	if (site_update_refused(update, error))
		return;
	n = put_map(update->now, update->writer, res);
	log_info("the map of the streets of the tree '%s' was made: %zu tiles",
	         update->now->tree.code, n);
	site_update_write(update, map_written);
}

static void on_noted(void *arg, const PGresult *res, const struct db_error *error)
{
	struct site_update *update = arg;

	if (!site_update_refused(update, error))
		site_update_look(update);
}

static void tiles_written(struct site_update *update)
{
	const struct site_target *target = update->now;

	site_update_ask_two(update, SITE_QUERY_MAP_WRITTEN, target->map_wanted, target->map_last,
	                    on_noted);
}

static void on_tiles(void *arg, const PGresult *res, const struct db_error *error)
{
	struct site_update *update = arg;

	if (site_update_refused(update, error))
		return;
	if (PQntuples(res) == 0) {
		site_update_ask(update, SITE_QUERY_MAP, NULL, on_map);
		return;
	}
	put_tiles(update->now, update->writer, res);
	site_update_write(update, tiles_written);
}

void site_base_map_go_on(struct site_update *update)
{
	site_update_ask(update, SITE_QUERY_MAP_TILES, NULL, on_tiles);
}
