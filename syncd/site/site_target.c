#include "syncd/site/site_target.h"

#include "lib/i18n.h"
#include "lib/xmalloc.h"
#include "syncd/core/db_json.h"
#include "syncd/site/feed.h"
#include "syncd/site/file_batch.h"
#include "syncd/site/file_writer.h"
#include "syncd/site/request_page.h"
#include "syncd/site/site_assets.h"

#include <stdlib.h>
#include <string.h>

static void replace(char **field, const char *value)
{
	free(*field);
	*field = value ? xstrdup(value) : NULL;
}

static struct site_target *find(struct site_target_list *list, const char *id)
{
	struct site_target *outlet;

	LIST_FOREACH(outlet, list, link)
	if (strcmp(outlet->id, id) == 0)
		return outlet;
	return NULL;
}

static struct site_target *site_target_new(struct site_target_list *list, const char *id,
                                           const char *code)
{
	struct site_target *outlet = xcalloc(1, sizeof(*outlet));

	snprintf(outlet->id, sizeof(outlet->id), "%s", id);
	outlet->tree = (struct tree){.code = xstrdup(code), .lock = -1};
	outlet->stale = true;
	LIST_INSERT_HEAD(list, outlet, link);
	return outlet;
}

static void site_target_free(struct site_target *outlet)
{
	LIST_REMOVE(outlet, link);
	tree_leave(&outlet->tree);
	names_release(&outlet->plan);
	free(outlet->tree.code);
	free(outlet->city);
	free(outlet->language);
	free(outlet->url);
	free(outlet->wanted);
	free(outlet);
}

/* Another wish than the one that is being fulfilled begins from the beginning. */
static void read_row(struct site_target *outlet, const PGresult *res, int row)
{
	const char *wanted = db_json_text(res, row, "wanted");

	if (!outlet->wanted || strcmp(outlet->wanted, wanted) != 0) {
		names_release(&outlet->plan);
		outlet->at = 0;
	}
	replace(&outlet->city, db_json_text(res, row, "city"));
	replace(&outlet->language, db_json_text(res, row, "lang"));
	replace(&outlet->url, db_json_text(res, row, "url"));
	replace(&outlet->wanted, wanted);
	outlet->rebuild = strcmp(db_json_text(res, row, "rebuild"), "t") == 0;
	outlet->listed = true;
}

static void drop_unlisted(struct site_target_list *list)
{
	struct site_target *outlet = LIST_FIRST(list), *next;

	for (; outlet; outlet = next) {
		next = LIST_NEXT(outlet, link);
		if (!outlet->listed)
			site_target_free(outlet);
	}
}

void outlets_read(struct site_target_list *list, const PGresult *res)
{
	struct site_target *outlet;

	for (outlet = LIST_FIRST(list); outlet; outlet = LIST_NEXT(outlet, link))
		outlet->listed = false;
	for (int row = 0; row < PQntuples(res); row++) {
		outlet = find(list, db_json_text(res, row, "id"));
		if (!outlet)
			outlet = site_target_new(list, db_json_text(res, row, "id"),
			                         db_json_text(res, row, "code"));
		read_row(outlet, res, row);
	}
	drop_unlisted(list);
}

void outlets_free(struct site_target_list *list)
{
	struct site_target *outlet = LIST_FIRST(list), *next;

	for (; outlet; outlet = next) {
		next = LIST_NEXT(outlet, link);
		site_target_free(outlet);
	}
}

/* The path of a file of the tree, from the root of all trees. */
static char *path_of(const struct site_target *outlet, const char *name, const char *end)
{
	return xasprintf("%s/%s%s", outlet->tree.code, name, end);
}

static void put(const struct site_target *outlet, struct writer *writer, const char *name,
                const char *end, struct buf *data)
{
	char *path = path_of(outlet, name, end);

	writer_put(writer, path, data);
	free(path);
}

static void drop(const struct site_target *outlet, struct writer *writer, const char *name,
                 const char *end)
{
	char *path = path_of(outlet, name, end);

	writer_drop(writer, path);
	free(path);
}

static void put_page(const struct site_target *outlet, struct writer *writer, const char *name,
                     const json_t *doc)
{
	struct buf html = {0}, text = {0}, data = {0};
	char *json = json_dumps(doc, JSON_COMPACT);

	if (page_html(&html, doc, outlet->city, outlet->language)) {
		page_text(&text, doc);
		put(outlet, writer, name, ".txt", &text);
	} else {
		drop(outlet, writer, name, ".txt");
	}
	buf_addf(&data, "%s\n", json);
	put(outlet, writer, name, ".html", &html);
	put(outlet, writer, name, ".json", &data);
	free(json);
}

static void drop_page(const struct site_target *outlet, struct writer *writer, const char *name)
{
	static const char *const ends[] = {".html", ".json", ".txt"};

	for (size_t i = 0; i < sizeof(ends) / sizeof(*ends); i++)
		drop(outlet, writer, name, ends[i]);
}

/* The files of one request; doc: NULL where it is not public. */
static void put_request(const struct site_target *outlet, struct writer *writer, long long number,
                        const char *text)
{
	json_t *doc = text ? json_loads(text, 0, NULL) : NULL;
	char *name = xasprintf("r/%lld/%lld", number / 1000, number);

	if (doc)
		put_page(outlet, writer, name, doc);
	else
		drop_page(outlet, writer, name);
	json_decref(doc);
	free(name);
}

static long long number_of(const PGresult *res, int row)
{
	return strtoll(db_json_text(res, row, "request_id"), NULL, 10);
}

void site_target_put_requests(struct site_target *outlet, struct writer *writer,
                              const PGresult *res, struct names *names)
{
	const char *tile;

	i18n_speak(outlet->language);
	for (int row = 0; row < PQntuples(res); row++) {
		put_request(outlet, writer, number_of(res, row), db_json_text(res, row, "doc"));
		names_add(names, xstrdup(db_json_text(res, row, "day")));
		tile = db_json_text(res, row, "tile");
		if (tile)
			names_add(names, xstrdup(tile));
	}
	i18n_speak("en");
	names_order(names);
}

void site_target_put_shard(struct site_target *outlet, struct writer *writer, const PGresult *res,
                           const char *folder)
{
	size_t n = (size_t)PQntuples(res);
	long long *numbers = xcalloc(n ? n : 1, sizeof(*numbers));
	char *path = path_of(outlet, folder, "");

	for (int row = 0; row < PQntuples(res); row++)
		numbers[row] = number_of(res, row);
	writer_prune(writer, path, numbers, n);
	free(path);
	i18n_speak(outlet->language);
	for (int row = 0; row < PQntuples(res); row++)
		put_request(outlet, writer, number_of(res, row), db_json_text(res, row, "doc"));
	i18n_speak("en");
}

void site_target_put_lists(struct site_target *outlet, struct writer *writer, const PGresult *res)
{
	for (int row = 0; row < PQntuples(res); row++) {
		const char *name = db_json_text(res, row, "name");
		const char *features = db_json_text(res, row, "features");
		struct buf data = {0};

		tree_count(&outlet->tree, name, strtoll(db_json_text(res, row, "n"), NULL, 10),
		           strtoll(db_json_text(res, row, "open"), NULL, 10));
		if (!features) {
			drop(outlet, writer, name, ".geojson");
			continue;
		}
		buf_adds(&data, FILES_LIST_HEAD);
		buf_adds(&data, features);
		buf_adds(&data, FILES_LIST_TAIL);
		put(outlet, writer, name, ".geojson", &data);
	}
}

void site_target_put_feed(struct site_target *outlet, struct writer *writer, const PGresult *res)
{
	struct buf feed = {0}, list = {0};

	i18n_speak(outlet->language);
	feed_write(&feed, res, outlet->city, outlet->url, outlet->tree.code);
	feed_write_list(&list, res, outlet->city, outlet->language);
	i18n_speak("en");
	put(outlet, writer, "answers", ".atom", &feed);
	put(outlet, writer, "answers", ".html", &list);
}

void site_target_put_site(struct site_target *outlet, struct writer *writer, const PGresult *res,
                          const char *map_tiles)
{
	json_t *facts = json_loads(PQgetvalue(res, 0, 0), 0, NULL);
	const struct site site = {.code = outlet->tree.code,
	                          .city = outlet->city,
	                          .language = outlet->language,
	                          .map_tiles = map_tiles,
	                          .facts = facts};

	i18n_speak(outlet->language);
	site_put(&site, writer);
	i18n_speak("en");
	json_decref(facts);
}

void site_target_put_whole(struct site_target *outlet, struct writer *writer, const PGresult *res)
{
	struct buf data = {0};
	char *path = path_of(outlet, "all", ".geojson");

	buf_addf(&data, "%s\n", PQgetvalue(res, 0, 0));
	put(outlet, writer, "statistics", ".json", &data);
	writer_join(writer, path, tree_days(&outlet->tree));
	free(path);
}
