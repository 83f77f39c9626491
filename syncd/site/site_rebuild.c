#include "syncd/site/site_rebuild.h"

#include "lib/log.h"
#include "lib/settings.h"
#include "lib/xmalloc.h"
#include "syncd/site/file_writer.h"
#include "syncd/site/site_target.h"
#include "syncd/site/site_update.h"

#include <stdlib.h>
#include <string.h>

/* Lists in one batch. */
enum { LISTS = 32 };

static void on_built(void *arg, const PGresult *res, const struct db_error *error)
{
	struct site_update *work = arg;

	if (site_update_refused(work, error))
		return;
	log_info("the tree '%s' was made from scratch", work->now->tree.code);
	names_release(&work->now->plan);
	work->now->at = 0;
	work->now->rebuild = false;
	work->now->stale = true;
	work->now->whole_at = 0;
	site_update_look(work);
}

static void site_written(struct site_update *work)
{
	site_update_ask(work, TREE_BUILT, work->now->wanted, on_built);
}

static void on_last_feed(void *arg, const PGresult *res, const struct db_error *error)
{
	struct site_update *work = arg;

	if (site_update_is_over(work) || site_update_refused(work, error))
		return;
	site_target_put_feed(work->now, work->writer, res);
	site_update_complete(work, site_written);
}

static void on_site(void *arg, const PGresult *res, const struct db_error *error)
{
	struct site_update *work = arg;

	if (site_update_is_over(work) || site_update_refused(work, error))
		return;
	site_target_put_site(work->now, work->writer, res, work->settings->map_tiles);
	site_update_complete(work, site_written);
}

static bool is_folder(const char *name)
{
	return strncmp(name, "r/", 2) == 0;
}

static void part_written(struct site_update *work)
{
	site_update_look(work);
}

static void on_shard(void *arg, const PGresult *res, const struct db_error *error)
{
	struct site_update *work = arg;
	struct site_target *outlet = work->now;

	if (site_update_refused(work, error))
		return;
	site_target_put_shard(outlet, work->writer, res, outlet->plan.list[outlet->at++]);
	site_update_write(work, part_written);
}

static void on_some_lists(void *arg, const PGresult *res, const struct db_error *error)
{
	struct site_update *work = arg;

	if (site_update_refused(work, error))
		return;
	work->now->at += (size_t)PQntuples(res);
	site_target_put_lists(work->now, work->writer, res);
	tree_put_counts(&work->now->tree, work->writer);
	site_update_write(work, part_written);
}

static void ask_some_lists(struct site_update *work)
{
	const struct site_target *outlet = work->now;
	size_t n = 0;
	char *lists;

	while (n < LISTS && outlet->at + n < outlet->plan.n &&
	       !is_folder(outlet->plan.list[outlet->at + n]))
		n++;
	lists = site_update_array(outlet->plan.list + outlet->at, n);
	site_update_ask(work, TREE_FILES, lists, on_some_lists);
	free(lists);
}

static void go_on(struct site_update *work)
{
	const struct site_target *outlet = work->now;

	if (outlet->at == outlet->plan.n) {
		work->answers = 2;
		site_update_ask(work, TREE_SITE, NULL, on_site);
		site_update_ask(work, TREE_FEED, NULL, on_last_feed);
	} else if (is_folder(outlet->plan.list[outlet->at])) {
		site_update_ask(work, TREE_SHARD, outlet->plan.list[outlet->at] + 2, on_shard);
	} else {
		ask_some_lists(work);
	}
}

static void on_plan(void *arg, const PGresult *res, const struct db_error *error)
{
	struct site_update *work = arg;
	struct site_target *outlet = work->now;

	if (site_update_refused(work, error))
		return;
	for (int row = 0; row < PQntuples(res); row++)
		names_add(&outlet->plan, xstrdup(PQgetvalue(res, row, 0)));
	tree_scan(&outlet->tree, work->writer, &outlet->plan);
	names_order(&outlet->plan);
	go_on(work);
}

void site_rebuild_go_on(struct site_update *work)
{
	if (work->now->plan.n == 0)
		site_update_ask(work, TREE_PLAN, NULL, on_plan);
	else
		go_on(work);
}
