/* Turns rows into the files of a tree. */
#include "syncd/site/site_target.h"

#include "lib/base/i18n.h"
#include "lib/base/xmalloc.h"
#include "lib/db/db_result.h"
#include "syncd/page/feed.h"
#include "syncd/page/file_batch.h"
#include "syncd/page/file_writer.h"
#include "syncd/page/request_page.h"
#include "syncd/page/site_assets.h"

#include <stdlib.h>
#include <string.h>

static void replace(char **field, const char *value)
{
	free(*field);
	*field = value ? xstrdup(value) : NULL;
}

static struct site_target *find(struct site_target_list *list, const char *id)
{
	struct site_target *target;

	LIST_FOREACH(target, list, link)
		if (strcmp(target->id, id) == 0)
			return target;
	return NULL;
}

static struct site_target *site_target_new(struct site_target_list *list, const char *id,
                                           const char *code)
{
	struct site_target *target = xcalloc(1, sizeof(*target));

	snprintf(target->id, sizeof(target->id), "%s", id);
	target->tree = (struct site_tree){.code = xstrdup(code), .lock = -1};
	target->stale = true;
	LIST_INSERT_HEAD(list, target, link);
	return target;
}

static void site_target_free(struct site_target *target)
{
	LIST_REMOVE(target, link);
	site_tree_leave(&target->tree);
	names_release(&target->plan);
	names_release(&target->orders.plan);
	free(target->orders.wanted);
	free(target->tree.code);
	free(target->city);
	free(target->language);
	free(target->url);
	free(target->wanted);
	free(target->map_wanted);
	free(target->map_last);
	free(target);
}

/* Another wish than the one that is being fulfilled begins from the beginning. */
static void read_row(struct site_target *target, const PGresult *res, int row)
{
	const char *wanted = db_result_text(res, row, "wanted");

	if (!target->wanted || strcmp(target->wanted, wanted) != 0) {
		names_release(&target->plan);
		target->at = 0;
	}
	replace(&target->city, db_result_text(res, row, "city"));
	replace(&target->language, db_result_text(res, row, "lang"));
	replace(&target->url, db_result_text(res, row, "url"));
	replace(&target->wanted, wanted);
	target->rebuild = strcmp(db_result_text(res, row, "rebuild"), "t") == 0;
	target->map = strcmp(db_result_text(res, row, "map"), "t") == 0;
	target->listed = true;
}

static void drop_unlisted(struct site_target_list *list)
{
	struct site_target *target = LIST_FIRST(list), *next;

	for (; target; target = next) {
		next = LIST_NEXT(target, link);
		if (!target->listed)
			site_target_free(target);
	}
}

void site_targets_read(struct site_target_list *list, const PGresult *res)
{
	struct site_target *target;

	for (target = LIST_FIRST(list); target; target = LIST_NEXT(target, link))
		target->listed = false;
	for (int row = 0; row < PQntuples(res); row++) {
		target = find(list, db_result_text(res, row, "id"));
		if (!target)
			target = site_target_new(list, db_result_text(res, row, "id"),
			                         db_result_text(res, row, "code"));
		read_row(target, res, row);
	}
	drop_unlisted(list);
}

void site_targets_free(struct site_target_list *list)
{
	struct site_target *target = LIST_FIRST(list), *next;

	for (; target; target = next) {
		next = LIST_NEXT(target, link);
		site_target_free(target);
	}
}

/* The path of a file of the tree, from the root of all trees. */
static char *path_of(const struct site_target *target, const char *name, const char *end)
{
	return xasprintf("%s/%s%s", target->tree.code, name, end);
}

void site_target_put(const struct site_target *target, struct file_writer *writer, const char *name,
                     const char *end, struct buf *data)
{
	char *path = path_of(target, name, end);

	file_writer_put(writer, path, data);
	free(path);
}

void site_target_drop(const struct site_target *target, struct file_writer *writer,
                      const char *name, const char *end)
{
	char *path = path_of(target, name, end);

	file_writer_drop(writer, path);
	free(path);
}

static void put_page(const struct site_target *target, struct file_writer *writer, const char *name,
                     const json_t *doc)
{
	struct buf html = {0}, text = {0}, data = {0};
	char *json = json_dumps(doc, JSON_COMPACT);

	if (page_html(&html, doc, target->city, target->language)) {
		page_text(&text, doc);
		site_target_put(target, writer, name, ".txt", &text);
	} else {
		site_target_drop(target, writer, name, ".txt");
	}
	buf_addf(&data, "%s\n", json);
	site_target_put(target, writer, name, ".html", &html);
	site_target_put(target, writer, name, ".json", &data);
	free(json);
}

static void drop_page(const struct site_target *target, struct file_writer *writer,
                      const char *name)
{
	static const char *const ends[] = {".html", ".json", ".txt"};

	for (size_t i = 0; i < sizeof(ends) / sizeof(*ends); i++)
		site_target_drop(target, writer, name, ends[i]);
}

/* The files of one request; doc: NULL where it is not public. */
static void put_request(const struct site_target *target, struct file_writer *writer,
                        long long number, const char *text)
{
	json_t *doc = text ? json_loads(text, 0, NULL) : NULL;
	char *name = xasprintf("r/%lld/%lld", number / 1000, number);

	if (doc)
		put_page(target, writer, name, doc);
	else
		drop_page(target, writer, name);
	json_decref(doc);
	free(name);
}

static long long number_of(const PGresult *res, int row)
{
	return db_result_int(res, row, "request_id");
}

void site_target_put_requests(struct site_target *target, struct file_writer *writer,
                              const PGresult *res, struct names *names)
{
	const char *tile;

	i18n_speak(target->language);
	for (int row = 0; row < PQntuples(res); row++) {
		put_request(target, writer, number_of(res, row), db_result_text(res, row, "doc"));
		target->hides |= strcmp(db_result_text(res, row, "hidden"), "t") == 0;
		names_add(names, xstrdup(db_result_text(res, row, "day")));
		tile = db_result_text(res, row, "tile");
		if (tile)
			names_add(names, xstrdup(tile));
	}
	i18n_speak("en");
	names_order(names);
}

void site_target_put_shard(struct site_target *target, struct file_writer *writer,
                           const PGresult *res, const char *folder)
{
	size_t n = (size_t)PQntuples(res);
	long long *numbers = xcalloc(n ? n : 1, sizeof(*numbers));
	char *path = path_of(target, folder, "");

	for (int row = 0; row < PQntuples(res); row++)
		numbers[row] = number_of(res, row);
	file_writer_prune(writer, path, numbers, n);
	free(path);
	i18n_speak(target->language);
	for (int row = 0; row < PQntuples(res); row++)
		put_request(target, writer, number_of(res, row), db_result_text(res, row, "doc"));
	i18n_speak("en");
}

void site_target_put_features(const struct site_target *target, struct file_writer *writer,
                              const char *name, const char *features)
{
	struct buf data = {0};

	if (!features) {
		site_target_drop(target, writer, name, ".geojson");
		return;
	}
	buf_adds(&data, FILE_BATCH_LIST_HEAD);
	buf_adds(&data, features);
	buf_adds(&data, FILE_BATCH_LIST_TAIL);
	site_target_put(target, writer, name, ".geojson", &data);
}

void site_target_put_lists(struct site_target *target, struct file_writer *writer,
                           const PGresult *res)
{
	for (int row = 0; row < PQntuples(res); row++) {
		const char *name = db_result_text(res, row, "name");
		const char *features = db_result_text(res, row, "features");

		site_tree_count(&target->tree, name, db_result_int(res, row, "n"),
		                db_result_int(res, row, "open"));
		site_target_put_features(target, writer, name, features);
	}
}

void site_target_put_feed(struct site_target *target, struct file_writer *writer,
                          const PGresult *res)
{
	struct buf feed = {0}, list = {0};

	i18n_speak(target->language);
	feed_write(&feed, res, target->city, target->url, target->tree.code);
	feed_write_list(&list, res, target->city, target->language);
	i18n_speak("en");
	site_target_put(target, writer, "answers", ".atom", &feed);
	site_target_put(target, writer, "answers", ".html", &list);
}

void site_target_put_site(struct site_target *target, struct file_writer *writer,
                          const PGresult *res, const char *map_tiles)
{
	json_t *facts = json_loads(db_value_text(res), 0, NULL);
	const struct site_assets site = {.code = target->tree.code,
	                                 .city = target->city,
	                                 .language = target->language,
	                                 .map_tiles = map_tiles,
	                                 .facts = facts};

	i18n_speak(target->language);
	site_assets_put(&site, writer);
	i18n_speak("en");
	json_decref(facts);
}

void site_target_put_whole(struct site_target *target, struct file_writer *writer,
                           const PGresult *res)
{
	struct buf data = {0};
	char *path = path_of(target, "all", ".geojson");

	buf_addf(&data, "%s\n", db_value_text(res));
	site_target_put(target, writer, "statistics", ".json", &data);
	file_writer_join(writer, path, site_tree_days(&target->tree));
	free(path);
}
