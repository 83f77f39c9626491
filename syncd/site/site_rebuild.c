/* Works through the plan of a tree from scratch. */
#include "syncd/site/site_rebuild.h"

#include "lib/base/log.h"
#include "lib/base/xmalloc.h"
#include "lib/db/db_result.h"
#include "lib/program/settings.h"
#include "syncd/page/file_writer.h"
#include "syncd/site/site_target.h"
#include "syncd/site/site_update.h"

#include <stdlib.h>
#include <string.h>

/* Lists in one batch. */
enum { LISTS = 32 };

static void on_built(void *arg, const PGresult *res, const struct db_error *error)
{
	struct site_update *update = arg;

	if (site_update_refused(update, error))
		return;
	log_info("the tree '%s' was made from scratch", update->now->tree.code);
	names_release(&update->now->plan);
	update->now->at = 0;
	update->now->rebuild = false;
	update->now->stale = true;
	update->now->whole_at = 0;
	site_update_look(update);
}

static void site_written(struct site_update *update)
{
	site_update_ask(update, SITE_QUERY_BUILT, update->now->wanted, on_built);
}

static void on_last_feed(void *arg, const PGresult *res, const struct db_error *error)
{
	struct site_update *update = arg;

	if (site_update_is_over(update) || site_update_refused(update, error))
		return;
	site_target_put_feed(update->now, update->writer, res);
	site_update_complete(update, site_written);
}

static void on_site(void *arg, const PGresult *res, const struct db_error *error)
{
	struct site_update *update = arg;

	if (site_update_is_over(update) || site_update_refused(update, error))
		return;
	site_target_put_site(update->now, update->writer, res, update->settings->map_tiles);
	site_update_complete(update, site_written);
}

static bool is_folder(const char *name)
{
	return strncmp(name, "r/", 2) == 0;
}

static void part_written(struct site_update *update)
{
	site_update_look(update);
}

static void on_shard(void *arg, const PGresult *res, const struct db_error *error)
{
	struct site_update *update = arg;
	struct site_target *target = update->now;

	if (site_update_refused(update, error))
		return;
	site_target_put_shard(target, update->writer, res, target->plan.list[target->at++]);
	site_update_write(update, part_written);
}

static void on_some_lists(void *arg, const PGresult *res, const struct db_error *error)
{
	struct site_update *update = arg;

	if (site_update_refused(update, error))
		return;
	update->now->at += (size_t)PQntuples(res);
	site_target_put_lists(update->now, update->writer, res);
	site_tree_put_counts(&update->now->tree, update->writer);
	site_update_write(update, part_written);
}

static void ask_some_lists(struct site_update *update)
{
	const struct site_target *target = update->now;
	size_t n = 0;
	char *lists;

	while (n < LISTS && target->at + n < target->plan.n &&
	       !is_folder(target->plan.list[target->at + n]))
		n++;
	lists = site_update_array(target->plan.list + target->at, n);
	site_update_ask(update, SITE_QUERY_FILES, lists, on_some_lists);
	free(lists);
}

static void go_on(struct site_update *update)
{
	const struct site_target *target = update->now;

	if (target->at == target->plan.n) {
		update->answers = 2;
		site_update_ask(update, SITE_QUERY_SITE, NULL, on_site);
		site_update_ask(update, SITE_QUERY_FEED, NULL, on_last_feed);
	} else if (is_folder(target->plan.list[target->at])) {
		site_update_ask(update, SITE_QUERY_SHARD, target->plan.list[target->at] + 2,
		                on_shard);
	} else {
		ask_some_lists(update);
	}
}

static void on_plan(void *arg, const PGresult *res, const struct db_error *error)
{
	struct site_update *update = arg;
	struct site_target *target = update->now;

	if (site_update_refused(update, error))
		return;
	for (int row = 0; row < PQntuples(res); row++)
		names_add(&target->plan, xstrdup(db_result_text(res, row, "name")));
	site_tree_scan(&target->tree, update->writer, &target->plan);
	names_order(&target->plan);
	go_on(update);
}

void site_rebuild_go_on(struct site_update *update)
{
	if (update->now->plan.n == 0)
		site_update_ask(update, SITE_QUERY_PLAN, NULL, on_plan);
	else
		go_on(update);
}
