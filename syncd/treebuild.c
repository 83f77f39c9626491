#include "syncd/treebuild.h"

#include "syncd/outlet.h"
#include "syncd/treework.h"
#include "syncd/writer.h"

#include "lib/log.h"
#include "lib/settings.h"
#include "lib/xmalloc.h"

#include <stdlib.h>
#include <string.h>

/* Lists in one batch. */
enum { LISTS = 32 };

static void on_built(void *arg, const PGresult *res, const struct db_error *error)
{
	struct treework *work = arg;

	if (treework_refused(work, error))
		return;
	log_info("the tree '%s' was made from scratch", work->now->tree.code);
	names_release(&work->now->plan);
	work->now->at = 0;
	work->now->rebuild = false;
	work->now->stale = true;
	work->now->whole_at = 0;
	treework_look(work);
}

static void site_written(struct treework *work)
{
	treework_ask(work, TREE_BUILT, work->now->wanted, on_built);
}

static void on_last_feed(void *arg, const PGresult *res, const struct db_error *error)
{
	struct treework *work = arg;

	if (treework_is_over(work) || treework_refused(work, error))
		return;
	outlet_put_feed(work->now, work->writer, res);
	treework_complete(work, site_written);
}

static void on_site(void *arg, const PGresult *res, const struct db_error *error)
{
	struct treework *work = arg;

	if (treework_is_over(work) || treework_refused(work, error))
		return;
	outlet_put_site(work->now, work->writer, res, work->settings->map_tiles);
	treework_complete(work, site_written);
}

static bool is_folder(const char *name)
{
	return strncmp(name, "r/", 2) == 0;
}

static void part_written(struct treework *work)
{
	treework_look(work);
}

static void on_shard(void *arg, const PGresult *res, const struct db_error *error)
{
	struct treework *work = arg;
	struct outlet *outlet = work->now;

	if (treework_refused(work, error))
		return;
	outlet_put_shard(outlet, work->writer, res, outlet->plan.list[outlet->at++]);
	treework_write(work, part_written);
}

static void on_some_lists(void *arg, const PGresult *res, const struct db_error *error)
{
	struct treework *work = arg;

	if (treework_refused(work, error))
		return;
	work->now->at += (size_t)PQntuples(res);
	outlet_put_lists(work->now, work->writer, res);
	tree_put_counts(&work->now->tree, work->writer);
	treework_write(work, part_written);
}

static void ask_some_lists(struct treework *work)
{
	const struct outlet *outlet = work->now;
	size_t n = 0;
	char *lists;

	while (n < LISTS && outlet->at + n < outlet->plan.n &&
	       !is_folder(outlet->plan.list[outlet->at + n]))
		n++;
	lists = treework_array(outlet->plan.list + outlet->at, n);
	treework_ask(work, TREE_FILES, lists, on_some_lists);
	free(lists);
}

static void go_on(struct treework *work)
{
	const struct outlet *outlet = work->now;

	if (outlet->at == outlet->plan.n) {
		work->answers = 2;
		treework_ask(work, TREE_SITE, NULL, on_site);
		treework_ask(work, TREE_FEED, NULL, on_last_feed);
	} else if (is_folder(outlet->plan.list[outlet->at])) {
		treework_ask(work, TREE_SHARD, outlet->plan.list[outlet->at] + 2, on_shard);
	} else {
		ask_some_lists(work);
	}
}

static void on_plan(void *arg, const PGresult *res, const struct db_error *error)
{
	struct treework *work = arg;
	struct outlet *outlet = work->now;

	if (treework_refused(work, error))
		return;
	for (int row = 0; row < PQntuples(res); row++)
		names_add(&outlet->plan, xstrdup(PQgetvalue(res, row, 0)));
	tree_scan(&outlet->tree, work->writer, &outlet->plan);
	names_order(&outlet->plan);
	go_on(work);
}

void treebuild_go_on(struct treework *work)
{
	if (work->now->plan.n == 0)
		treework_ask(work, TREE_PLAN, NULL, on_plan);
	else
		go_on(work);
}
