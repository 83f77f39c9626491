#include "syncd/outlet.h"

#include "syncd/feed.h"
#include "syncd/files.h"
#include "syncd/page.h"
#include "syncd/record.h"
#include "syncd/site.h"
#include "syncd/writer.h"

#include "lib/i18n.h"
#include "lib/xmalloc.h"

#include <stdlib.h>
#include <string.h>

static void replace(char **field, const char *value)
{
	free(*field);
	*field = value ? xstrdup(value) : NULL;
}

static struct outlet *find(struct outlet_list *list, const char *id)
{
	struct outlet *outlet;

	LIST_FOREACH(outlet, list, link)
	if (strcmp(outlet->id, id) == 0)
		return outlet;
	return NULL;
}

static struct outlet *outlet_new(struct outlet_list *list, const char *id, const char *code)
{
	struct outlet *outlet = xcalloc(1, sizeof(*outlet));

	snprintf(outlet->id, sizeof(outlet->id), "%s", id);
	outlet->tree = (struct tree){.code = xstrdup(code), .lock = -1};
	outlet->stale = true;
	LIST_INSERT_HEAD(list, outlet, link);
	return outlet;
}

static void outlet_free(struct outlet *outlet)
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
static void read_row(struct outlet *outlet, const PGresult *res, int row)
{
	const char *wanted = record_text(res, row, "wanted");

	if (!outlet->wanted || strcmp(outlet->wanted, wanted) != 0) {
		names_release(&outlet->plan);
		outlet->at = 0;
	}
	replace(&outlet->city, record_text(res, row, "city"));
	replace(&outlet->language, record_text(res, row, "lang"));
	replace(&outlet->url, record_text(res, row, "url"));
	replace(&outlet->wanted, wanted);
	outlet->rebuild = strcmp(record_text(res, row, "rebuild"), "t") == 0;
	outlet->listed = true;
}

static void drop_unlisted(struct outlet_list *list)
{
	struct outlet *outlet = LIST_FIRST(list), *next;

	for (; outlet; outlet = next) {
		next = LIST_NEXT(outlet, link);
		if (!outlet->listed)
			outlet_free(outlet);
	}
}

void outlets_read(struct outlet_list *list, const PGresult *res)
{
	struct outlet *outlet;

	for (outlet = LIST_FIRST(list); outlet; outlet = LIST_NEXT(outlet, link))
		outlet->listed = false;
	for (int row = 0; row < PQntuples(res); row++) {
		outlet = find(list, record_text(res, row, "id"));
		if (!outlet)
			outlet = outlet_new(list, record_text(res, row, "id"),
			                    record_text(res, row, "code"));
		read_row(outlet, res, row);
	}
	drop_unlisted(list);
}

void outlets_free(struct outlet_list *list)
{
	struct outlet *outlet = LIST_FIRST(list), *next;

	for (; outlet; outlet = next) {
		next = LIST_NEXT(outlet, link);
		outlet_free(outlet);
	}
}

/* The path of a file of the tree, from the root of all trees. */
static char *path_of(const struct outlet *outlet, const char *name, const char *end)
{
	return xasprintf("%s/%s%s", outlet->tree.code, name, end);
}

static void put(const struct outlet *outlet, struct writer *writer, const char *name,
                const char *end, struct buf *data)
{
	char *path = path_of(outlet, name, end);

	writer_put(writer, path, data);
	free(path);
}

static void drop(const struct outlet *outlet, struct writer *writer, const char *name,
                 const char *end)
{
	char *path = path_of(outlet, name, end);

	writer_drop(writer, path);
	free(path);
}

static void put_page(const struct outlet *outlet, struct writer *writer, const char *name,
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

static void drop_page(const struct outlet *outlet, struct writer *writer, const char *name)
{
	static const char *const ends[] = {".html", ".json", ".txt"};

	for (size_t i = 0; i < sizeof(ends) / sizeof(*ends); i++)
		drop(outlet, writer, name, ends[i]);
}

/* The files of one request; doc: NULL where it is not public. */
static void put_request(const struct outlet *outlet, struct writer *writer, long long number,
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
	return strtoll(record_text(res, row, "request_id"), NULL, 10);
}

void outlet_put_requests(struct outlet *outlet, struct writer *writer, const PGresult *res,
                         struct names *names)
{
	const char *tile;

	i18n_speak(outlet->language);
	for (int row = 0; row < PQntuples(res); row++) {
		put_request(outlet, writer, number_of(res, row), record_text(res, row, "doc"));
		names_add(names, xstrdup(record_text(res, row, "day")));
		tile = record_text(res, row, "tile");
		if (tile)
			names_add(names, xstrdup(tile));
	}
	i18n_speak("en");
	names_order(names);
}

void outlet_put_shard(struct outlet *outlet, struct writer *writer, const PGresult *res,
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
		put_request(outlet, writer, number_of(res, row), record_text(res, row, "doc"));
	i18n_speak("en");
}

void outlet_put_lists(struct outlet *outlet, struct writer *writer, const PGresult *res)
{
	for (int row = 0; row < PQntuples(res); row++) {
		const char *name = record_text(res, row, "name");
		const char *features = record_text(res, row, "features");
		struct buf data = {0};

		tree_count(&outlet->tree, name, strtoll(record_text(res, row, "n"), NULL, 10),
		           strtoll(record_text(res, row, "open"), NULL, 10));
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

void outlet_put_feed(struct outlet *outlet, struct writer *writer, const PGresult *res)
{
	struct buf feed = {0}, list = {0};

	i18n_speak(outlet->language);
	feed_write(&feed, res, outlet->city, outlet->url, outlet->tree.code);
	feed_write_list(&list, res, outlet->city, outlet->language);
	i18n_speak("en");
	put(outlet, writer, "answers", ".atom", &feed);
	put(outlet, writer, "answers", ".html", &list);
}

void outlet_put_site(struct outlet *outlet, struct writer *writer, const PGresult *res,
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

void outlet_put_whole(struct outlet *outlet, struct writer *writer, const PGresult *res)
{
	struct buf data = {0};
	char *path = path_of(outlet, "all", ".geojson");

	buf_addf(&data, "%s\n", PQgetvalue(res, 0, 0));
	put(outlet, writer, "statistics", ".json", &data);
	writer_join(writer, path, tree_days(&outlet->tree));
	free(path);
}
