/* Decides what is next for a tree: orders that are public no more, changes, a part from scratch, a
 * part of the map, statistics, or nothing. */
#include "syncd/site/site_turn.h"

#include "lib/base/log.h"
#include "lib/base/when.h"
#include "lib/program/settings.h"
#include "syncd/site/site_base_map.h"
#include "syncd/site/site_changes.h"
#include "syncd/site/site_orders.h"
#include "syncd/site/site_rebuild.h"
#include "syncd/site/site_target.h"
#include "syncd/site/site_update.h"

#include <stdlib.h>

/* Statistics and the list of everything. */

static void whole_written(struct site_update *update)
{
	update->now->stale = update->now->hides = false;
	update->now->whole_at = when_ticks() + update->settings->publish_whole;
	site_update_look(update);
}

static void on_statistics(void *arg, const PGresult *res, const struct db_error *error)
{
	struct site_update *update = arg;

	if (site_update_refused(update, error))
		return;
	site_target_put_whole(update->now, update->writer, res);
	site_update_write(update, whole_written);
}

/* What is next for the tree at hand. */

static void on_lease(void *arg, const PGresult *res, const struct db_error *error)
{
	struct site_update *update = arg;
	struct site_target *target = update->now;

	if (site_update_refused(update, error))
		return;
	if (PQntuples(res))
		site_changes_begin(update, res);
	else if (target->orders.due)
		site_orders_changes(update);
	else if (target->rebuild)
		site_rebuild_go_on(update);
	else if (target->orders.rebuild)
		site_orders_go_on(update);
	else if (target->map)
		site_base_map_go_on(update);
	else if (target->stale && when_ticks() >= target->whole_at)
		site_update_ask(update, SITE_QUERY_STATISTICS, NULL, on_statistics);
	else
		site_update_leave(update, true);
}

static void on_orders(void *arg, const PGresult *res, const struct db_error *error)
{
	struct site_update *update = arg;

	if (site_update_refused(update, error))
		return;
	site_orders_read(update->now, res);
	if (site_orders_hide(update->now))
		site_orders_go_on(update);
	else
		site_update_ask_as(update, SITE_QUERY_LEASE, NULL, on_lease);
}

static void look(struct site_update *update)
{
	if (update->draining)
		site_update_leave(update, true);
	else if (update->now->hides)
		site_update_ask(update, SITE_QUERY_STATISTICS, NULL, on_statistics);
	else
		site_update_ask(update, SITE_QUERY_ORDERS, NULL, on_orders);
}

static void on_failed(void *arg, const PGresult *res, const struct db_error *error)
{
	struct site_update *update = arg;

	if (site_update_refused(update, error))
		return;
	site_update_forget_lease(update);
	site_update_leave(update, true);
}

/* The disk's failure is noted with what was leased first; the rest of the lease ends with it. */
static void note_failure(struct site_update *update, const char *why)
{
	const char *const params[] = {update->first, update->now->id, update->lease_owner, why};

	log_warnx("publish: %s", why);
	if (update->first) {
		db_query(update->db, &site_queries[SITE_QUERY_FAILED], params, on_failed, update);
		return;
	}
	site_update_forget_lease(update);
	site_update_leave(update, false);
}

bool site_turn_begin(struct site_update *update, struct site_target *target)
{
	char *why;

	if (!site_tree_enter(&target->tree, update->writer, &why)) {
		if (why)
			log_warnx("publish: %s", why);
		free(why);
		return false;
	}
	update->now = target;
	update->look = look;
	look(update);
	return true;
}

void site_turn_written(struct site_update *update, const char *why)
{
	if (why)
		note_failure(update, why);
	else
		update->then(update);
}
