/* Has pages of orders and institutions written, or taken away. */
#include "syncd/site/site_orders.h"

#include "lib/base/xmalloc.h"
#include "lib/db/db_array.h"
#include "lib/db/db_result.h"
#include "lib/program/settings.h"
#include "syncd/page/file_writer.h"
#include "syncd/site/order_files.h"
#include "syncd/site/site_target.h"
#include "syncd/site/site_update.h"

#include <stdlib.h>
#include <string.h>

/* Names of pages in one batch; of what is taken away. */
enum { PAGES = 16, DROPS = 32 };

static void begin_anew(struct site_orders *orders)
{
	names_release(&orders->plan);
	orders->at = 0;
	orders->begun = false;
}

void site_orders_read(struct site_target *target, const PGresult *res)
{
	struct site_orders *orders = &target->orders;

	if (!PQntuples(res)) {
		orders->rebuild = orders->due = false;
		return;
	}
	if (!orders->wanted || strcmp(orders->wanted, db_result_text(res, 0, "wanted")) != 0) {
		begin_anew(orders);
		free(orders->wanted);
		orders->wanted = xstrdup(db_result_text(res, 0, "wanted"));
	}
	orders->shown = db_result_bool(res, 0, "shown");
	orders->rebuild = db_result_bool(res, 0, "rebuild");
	orders->due = db_result_bool(res, 0, "due");
}

bool site_orders_hide(const struct site_target *target)
{
	return target->orders.rebuild && !target->orders.shown;
}

static void look_again(struct site_update *update)
{
	site_update_look(update);
}

/* What changed. */

static void on_noted(void *arg, const PGresult *res, const struct db_error *error)
{
	struct site_update *update = arg;

	if (site_update_refused(update, error))
		return;
	site_update_forget_lease(update);
	site_update_look(update);
}

static void changes_written(struct site_update *update)
{
	site_update_ask_two(update, SITE_QUERY_ORDERS_WRITTEN, update->ids.data, update->seqs.data,
	                    on_noted);
}

static void on_their_pages(void *arg, const PGresult *res, const struct db_error *error)
{
	struct site_update *update = arg;

	if (site_update_refused(update, error))
		return;
	order_files_put_institutions(update->now, update->writer, res);
	site_update_write(update, changes_written);
}

static void on_changed(void *arg, const PGresult *res, const struct db_error *error)
{
	struct site_update *update = arg;
	struct names names = {0};
	char *list;

	if (site_update_refused(update, error))
		return;
	if (!PQntuples(res)) {
		site_update_leave(update, true);
		return;
	}
	site_update_forget_lease(update);
	order_files_put(update->now, update->writer, res);
	for (int row = 0; row < PQntuples(res); row++) {
		const char *code = db_result_text(res, row, "institution");

		db_array_adds(&update->ids, db_result_text(res, row, "order_id"));
		db_array_adds(&update->seqs, db_result_text(res, row, "at"));
		names_add(&names, xasprintf("institution/%s", code));
		names_add(&names,
		          xasprintf("institution/%s/%s", code, db_result_text(res, row, "month")));
	}
	db_array_end(&update->ids);
	db_array_end(&update->seqs);
	names_add(&names, xstrdup("institutions"));
	names_order(&names);
	list = site_update_array(names.list, names.n);
	site_update_ask(update, SITE_QUERY_INSTITUTIONS, list, on_their_pages);
	free(list);
	names_release(&names);
}

void site_orders_changes(struct site_update *update)
{
	site_update_ask(update, SITE_QUERY_ORDERS_CHANGED, NULL, on_changed);
}

/* The end of both: the tree is as the city wishes. */

static void on_built(void *arg, const PGresult *res, const struct db_error *error)
{
	struct site_update *update = arg;

	if (site_update_refused(update, error))
		return;
	begin_anew(&update->now->orders);
	site_update_look(update);
}

static void all_done(struct site_update *update)
{
	site_update_ask(update, SITE_QUERY_ORDERS_BUILT, update->now->orders.wanted, on_built);
}

/* All of them. */

static void on_start_page(void *arg, const PGresult *res, const struct db_error *error)
{
	struct site_update *update = arg;

	if (site_update_is_over(update) || site_update_refused(update, error))
		return;
	site_target_put_site(update->now, update->writer, res, update->settings->map_tiles);
	if (--update->answers == 0)
		site_update_write(update, all_done);
}

static void on_list(void *arg, const PGresult *res, const struct db_error *error)
{
	struct site_update *update = arg;

	if (site_update_is_over(update) || site_update_refused(update, error))
		return;
	order_files_put_institutions(update->now, update->writer, res);
	if (--update->answers == 0)
		site_update_write(update, all_done);
}

static void on_pages(void *arg, const PGresult *res, const struct db_error *error)
{
	struct site_update *update = arg;

	if (site_update_refused(update, error))
		return;
	update->now->orders.at += (size_t)PQntuples(res);
	order_files_put_institutions(update->now, update->writer, res);
	site_update_write(update, look_again);
}

static void on_thousand(void *arg, const PGresult *res, const struct db_error *error)
{
	struct site_update *update = arg;
	struct site_orders *orders = &update->now->orders;

	if (site_update_refused(update, error))
		return;
	order_files_put_thousand(update->now, update->writer, res, orders->plan.list[orders->at++]);
	site_update_write(update, look_again);
}

static bool is_thousand(const char *name)
{
	return strncmp(name, "order/", strlen("order/")) == 0;
}

static void next_part(struct site_update *update)
{
	const struct site_orders *orders = &update->now->orders;
	char *const *next = orders->plan.list + orders->at;
	size_t n = 0, left = orders->plan.n - orders->at;
	char *names;

	if (!left) {
		update->answers = 2;
		site_update_ask(update, SITE_QUERY_INSTITUTIONS, "{institutions}", on_list);
		site_update_ask(update, SITE_QUERY_SITE, NULL, on_start_page);
	} else if (is_thousand(*next)) {
		site_update_ask(update, SITE_QUERY_ORDERS_THOUSAND, *next + strlen("order/"),
		                on_thousand);
	} else {
		while (n < PAGES && n < left && !is_thousand(next[n]))
			n++;
		names = site_update_array(next, n);
		site_update_ask(update, SITE_QUERY_INSTITUTIONS, names, on_pages);
		free(names);
	}
}

static void on_plan(void *arg, const PGresult *res, const struct db_error *error)
{
	struct site_update *update = arg;
	struct site_orders *orders = &update->now->orders;

	if (site_update_refused(update, error))
		return;
	for (int row = 0; row < PQntuples(res); row++)
		names_add(&orders->plan, xstrdup(db_result_text(res, row, "name")));
	site_tree_scan_orders(&update->now->tree, update->writer, &orders->plan);
	names_order(&orders->plan);
	orders->begun = true;
	next_part(update);
}

/* None of them: first what leads to them. */

static void on_start_page_without(void *arg, const PGresult *res, const struct db_error *error)
{
	struct site_update *update = arg;

	if (site_update_refused(update, error))
		return;
	site_target_put_site(update->now, update->writer, res, update->settings->map_tiles);
	site_target_drop(update->now, update->writer, "institutions", ".html");
	site_update_write(update, look_again);
}

static void drop_part(struct site_update *update)
{
	struct site_orders *orders = &update->now->orders;

	for (size_t n = 0; n < DROPS && orders->at < orders->plan.n; n++)
		order_files_drop(update->now, update->writer, orders->plan.list[orders->at++]);
	site_update_write(update, look_again);
}

static void hide(struct site_update *update)
{
	struct site_target *target = update->now;
	struct site_orders *orders = &target->orders;

	if (orders->begun && orders->at < orders->plan.n) {
		drop_part(update);
	} else if (orders->begun) {
		all_done(update);
	} else {
		site_tree_scan_orders(&target->tree, update->writer, &orders->plan);
		names_order(&orders->plan);
		orders->begun = true;
		if (orders->plan.n || order_files_are_listed(target, update->writer))
			site_update_ask(update, SITE_QUERY_SITE, NULL, on_start_page_without);
		else
			all_done(update);
	}
}

void site_orders_go_on(struct site_update *update)
{
	const struct site_orders *orders = &update->now->orders;

	if (!orders->shown)
		hide(update);
	else if (!orders->begun)
		site_update_ask(update, SITE_QUERY_ORDERS_PLAN, NULL, on_plan);
	else
		next_part(update);
}
