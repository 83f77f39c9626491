/* Has what was leased written: page by page, then the lists that they are in. */
#include "syncd/site/site_changes.h"

#include "lib/base/xmalloc.h"
#include "lib/db/db_array.h"
#include "lib/db/db_result.h"
#include "syncd/core/metrics.h"
#include "syncd/site/site_target.h"
#include "syncd/site/site_update.h"

#include <stdlib.h>

static void on_done(void *arg, const PGresult *res, const struct db_error *error)
{
	struct site_update *update = arg;

	if (site_update_refused(update, error))
		return;
	metrics_add(update->metrics, METRIC_PUBLISHED, db_value_int(res, 0), "source=\"%s\"",
	            update->now->tree.code);
	site_update_forget_lease(update);
	site_update_look(update);
}

static void changes_written(struct site_update *update)
{
	update->now->stale = true;
	site_update_ask_as(update, SITE_QUERY_DONE, update->seqs.data, on_done);
}

static void on_lists(void *arg, const PGresult *res, const struct db_error *error)
{
	struct site_update *update = arg;

	if (site_update_is_over(update) || site_update_refused(update, error))
		return;
	site_target_put_lists(update->now, update->writer, res);
	site_update_complete(update, changes_written);
}

static void on_feed(void *arg, const PGresult *res, const struct db_error *error)
{
	struct site_update *update = arg;

	if (site_update_is_over(update) || site_update_refused(update, error))
		return;
	site_target_put_feed(update->now, update->writer, res);
	site_update_complete(update, changes_written);
}

static void on_requests(void *arg, const PGresult *res, const struct db_error *error)
{
	struct site_update *update = arg;
	struct names names = {0};
	char *lists;

	if (site_update_refused(update, error))
		return;
	site_target_put_requests(update->now, update->writer, res, &names);
	lists = site_update_array(names.list, names.n);
	update->answers = 2;
	site_update_ask(update, SITE_QUERY_FILES, lists, on_lists);
	site_update_ask(update, SITE_QUERY_FEED, NULL, on_feed);
	free(lists);
	names_release(&names);
}

void site_changes_begin(struct site_update *update, const PGresult *res)
{
	update->first = xstrdup(db_result_text(res, 0, "seq"));
	for (int row = 0; row < PQntuples(res); row++) {
		db_array_adds(&update->seqs, db_result_text(res, row, "seq"));
		db_array_adds(&update->ids, db_result_text(res, row, "request_id"));
	}
	db_array_end(&update->seqs);
	db_array_end(&update->ids);
	site_update_ask(update, SITE_QUERY_REQUESTS, update->ids.data, on_requests);
}
