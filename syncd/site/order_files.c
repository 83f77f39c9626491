/* Turns rows about orders and institutions into files. */
#include "syncd/site/order_files.h"

#include "lib/base/i18n.h"
#include "lib/base/xmalloc.h"
#include "lib/db/db_result.h"
#include "syncd/page/file_writer.h"
#include "syncd/page/institution_page.h"
#include "syncd/page/order_page.h"
#include "syncd/site/site_target.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void put_order(const struct site_target *target, struct file_writer *writer,
                      const PGresult *res, int row)
{
	long long number = db_result_int(res, row, "order_id");
	json_t *doc = db_result_json(res, row, "doc");
	char *name = xasprintf("order/%lld/%lld", number / 1000, number);
	struct buf html = {0};

	if (json_is_object(doc)) {
		order_page_html(&html, doc, target->city, target->language);
		site_target_put(target, writer, name, ".html", &html);
	} else {
		site_target_drop(target, writer, name, ".html");
	}
	json_decref(doc);
	free(name);
}

void order_files_put(const struct site_target *target, struct file_writer *writer,
                     const PGresult *res)
{
	i18n_speak(target->language);
	for (int row = 0; row < PQntuples(res); row++)
		put_order(target, writer, res, row);
	i18n_speak("en");
}

void order_files_put_thousand(const struct site_target *target, struct file_writer *writer,
                              const PGresult *res, const char *folder)
{
	size_t n = (size_t)PQntuples(res);
	long long *numbers = xcalloc(n ? n : 1, sizeof(*numbers));
	char *path = xasprintf("%s/%s", target->tree.code, folder);

	for (int row = 0; row < PQntuples(res); row++)
		numbers[row] = db_result_int(res, row, "order_id");
	file_writer_prune(writer, path, numbers, n);
	order_files_put(target, writer, res);
	free(path);
}

static char *end_of(size_t part)
{
	return part == 1 ? xstrdup(".html") : xasprintf(".%zu.html", part);
}

static bool is_there(const struct site_target *target, const struct file_writer *writer,
                     const char *name, const char *end)
{
	char *path = xasprintf("%s/%s%s", target->tree.code, name, end);
	bool there = faccessat(file_writer_root(writer), path, F_OK, 0) == 0;

	free(path);
	return there;
}

/* The pages of a month from that one on. */
static void drop_parts(const struct site_target *target, struct file_writer *writer,
                       const char *name, size_t part)
{
	bool there = true;

	for (; there; part++) {
		char *end = end_of(part);

		there = is_there(target, writer, name, end);
		if (there)
			site_target_drop(target, writer, name, end);
		free(end);
	}
}

static void put_month(const struct site_target *target, struct file_writer *writer,
                      const char *name, const json_t *doc)
{
	size_t parts = institution_page_parts(doc);

	for (size_t part = 1; part <= parts; part++) {
		struct buf html = {0};
		char *end = end_of(part);

		institution_page_month(&html, doc, part, target->city, target->language);
		site_target_put(target, writer, name, end, &html);
		free(end);
	}
	drop_parts(target, writer, name, parts + 1);
}

static void put_page(const struct site_target *target, struct file_writer *writer, const char *name,
                     const json_t *doc)
{
	struct buf html = {0};

	if (json_object_get(doc, "month")) {
		put_month(target, writer, name, doc);
		return;
	}
	if (json_object_get(doc, "institutions"))
		institution_page_index(&html, doc, target->city, target->language);
	else
		institution_page_front(&html, doc, target->city, target->language);
	site_target_put(target, writer, name, ".html", &html);
}

void order_files_put_institutions(const struct site_target *target, struct file_writer *writer,
                                  const PGresult *res)
{
	i18n_speak(target->language);
	for (int row = 0; row < PQntuples(res); row++) {
		const char *name = db_result_text(res, row, "name");
		json_t *doc = db_result_json(res, row, "doc");

		if (json_is_object(doc))
			put_page(target, writer, name, doc);
		else
			order_files_drop(target, writer, name);
		json_decref(doc);
	}
	i18n_speak("en");
}

void order_files_drop(const struct site_target *target, struct file_writer *writer,
                      const char *name)
{
	char *path = xasprintf("%s/%s", target->tree.code, name);

	if (strncmp(name, "order/", strlen("order/")) == 0)
		file_writer_prune(writer, path, NULL, 0);
	else
		drop_parts(target, writer, name, 1);
	free(path);
}

bool order_files_are_listed(const struct site_target *target, const struct file_writer *writer)
{
	return is_there(target, writer, "institutions", ".html");
}
