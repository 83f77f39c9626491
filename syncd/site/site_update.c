#include "syncd/site/site_update.h"

#include "lib/db.h"
#include "lib/dberror.h"
#include "lib/log.h"
#include "lib/settings.h"
#include "lib/when.h"
#include "lib/xmalloc.h"
#include "syncd/core/db_json.h"
#include "syncd/core/metrics.h"
#include "syncd/site/file_writer.h"
#include "syncd/site/site_rebuild.h"
#include "syncd/site/site_target.h"

#include <stdlib.h>
#include <string.h>

/* Asks about the tree at hand, with one more parameter or none. */
void site_update_ask(struct site_update *work, enum treequery query, const char *param,
                     db_done *done)
{
	db_query(work->db, &treequeries[query], (const char *const[]){work->now->id, param}, done,
	         work);
}

/* The same in the name of the daemon. */
static void ask_as(struct site_update *work, enum treequery query, const char *param, db_done *done)
{
	const char *const params[] = {work->daemon, work->now->id, param};

	db_query(work->db, &treequeries[query], params, done, work);
}

static void forget_lease(struct site_update *work)
{
	buf_release(&work->seqs);
	buf_release(&work->ids);
	free(work->first);
	work->first = NULL;
}

static void leave(struct site_update *work, bool well)
{
	tree_leave(&work->now->tree);
	work->now = NULL;
	work->ended(work->arg, well);
}

static void ignore(void *arg, const PGresult *res, const struct db_error *error)
{
}

/* What was begun is given up; its lease goes back, as far as the database can be reached. */
bool site_update_refused(struct site_update *work, const struct db_error *error)
{
	if (!error)
		return false;
	if (!dberror_is_offline(error))
		log_warnx("publish: %s: %s", work->now->tree.code, error->message);
	writer_forget(work->writer);
	work->answers = 0;
	if (work->first)
		ask_as(work, TREE_RELEASE, NULL, ignore);
	forget_lease(work);
	leave(work, false);
	return true;
}

/* The answers to what was asked together; a round that was given up ignores the rest. */
bool site_update_is_over(const struct site_update *work)
{
	return work->answers == 0;
}

void site_update_write(struct site_update *work, void (*then)(struct site_update *))
{
	work->then = then;
	writer_submit(work->writer);
}

/* Changes: what was leased, page by page, then the lists that they are in. */

static void on_done(void *arg, const PGresult *res, const struct db_error *error)
{
	struct site_update *work = arg;

	if (site_update_refused(work, error))
		return;
	metrics_add(work->metrics, METRIC_PUBLISHED, strtoll(PQgetvalue(res, 0, 0), NULL, 10),
	            "source=\"%s\"", work->now->tree.code);
	forget_lease(work);
	site_update_look(work);
}

static void changes_written(struct site_update *work)
{
	work->now->stale = true;
	ask_as(work, TREE_DONE, work->seqs.data, on_done);
}

void site_update_complete(struct site_update *work, void (*then)(struct site_update *))
{
	if (--work->answers > 0)
		return;
	tree_put_counts(&work->now->tree, work->writer);
	site_update_write(work, then);
}

static void on_lists(void *arg, const PGresult *res, const struct db_error *error)
{
	struct site_update *work = arg;

	if (site_update_is_over(work) || site_update_refused(work, error))
		return;
	site_target_put_lists(work->now, work->writer, res);
	site_update_complete(work, changes_written);
}

static void on_feed(void *arg, const PGresult *res, const struct db_error *error)
{
	struct site_update *work = arg;

	if (site_update_is_over(work) || site_update_refused(work, error))
		return;
	site_target_put_feed(work->now, work->writer, res);
	site_update_complete(work, changes_written);
}

/* Names have no character that an array of PostgreSQL would have quoted. */
char *site_update_array(char *const *names, size_t n)
{
	struct buf out = {0};

	for (size_t i = 0; i < n; i++)
		buf_addf(&out, "%c%s", i ? ',' : '{', names[i]);
	buf_adds(&out, n ? "}" : "{}");
	return buf_steal(&out);
}

static void on_requests(void *arg, const PGresult *res, const struct db_error *error)
{
	struct site_update *work = arg;
	struct names names = {0};
	char *lists;

	if (site_update_refused(work, error))
		return;
	site_target_put_requests(work->now, work->writer, res, &names);
	lists = site_update_array(names.list, names.n);
	work->answers = 2;
	site_update_ask(work, TREE_FILES, lists, on_lists);
	site_update_ask(work, TREE_FEED, NULL, on_feed);
	free(lists);
	names_release(&names);
}

static void begin_changes(struct site_update *work, const PGresult *res)
{
	work->first = xstrdup(db_json_text(res, 0, "seq"));
	for (int row = 0; row < PQntuples(res); row++) {
		buf_addf(&work->seqs, "%c%s", row ? ',' : '{', db_json_text(res, row, "seq"));
		buf_addf(&work->ids, "%c%s", row ? ',' : '{', db_json_text(res, row, "request_id"));
	}
	buf_addc(&work->seqs, '}');
	buf_addc(&work->ids, '}');
	site_update_ask(work, TREE_REQUESTS, work->ids.data, on_requests);
}

/* Statistics and the list of everything. */

static void whole_written(struct site_update *work)
{
	work->now->stale = false;
	work->now->whole_at = when_ticks() + work->settings->publish_whole;
	site_update_look(work);
}

static void on_statistics(void *arg, const PGresult *res, const struct db_error *error)
{
	struct site_update *work = arg;

	if (site_update_refused(work, error))
		return;
	site_target_put_whole(work->now, work->writer, res);
	site_update_write(work, whole_written);
}

/* What is next for the tree at hand. */

static void on_lease(void *arg, const PGresult *res, const struct db_error *error)
{
	struct site_update *work = arg;
	struct site_target *outlet = work->now;

	if (site_update_refused(work, error))
		return;
	if (PQntuples(res))
		begin_changes(work, res);
	else if (outlet->rebuild)
		site_rebuild_go_on(work);
	else if (outlet->stale && when_ticks() >= outlet->whole_at)
		site_update_ask(work, TREE_STATISTICS, NULL, on_statistics);
	else
		leave(work, true);
}

void site_update_look(struct site_update *work)
{
	if (work->draining)
		leave(work, true);
	else
		ask_as(work, TREE_LEASE, NULL, on_lease);
}

static void on_failed(void *arg, const PGresult *res, const struct db_error *error)
{
	struct site_update *work = arg;

	if (site_update_refused(work, error))
		return;
	forget_lease(work);
	leave(work, true);
}

/* The disk's failure is noted with what was leased first; the rest of the lease ends with it. */
static void note_failure(struct site_update *work, const char *why)
{
	const char *const params[] = {work->first, work->now->id, work->daemon, why};

	log_warnx("publish: %s", why);
	if (work->first)
		db_query(work->db, &treequeries[TREE_FAILED], params, on_failed, work);
	else
		leave(work, false);
}

bool site_update_begin(struct site_update *work, struct site_target *outlet)
{
	char *why;

	if (!tree_enter(&outlet->tree, work->writer, &why)) {
		if (why)
			log_warnx("publish: %s", why);
		free(why);
		return false;
	}
	work->now = outlet;
	site_update_look(work);
	return true;
}

void site_update_written(struct site_update *work, const char *why)
{
	if (why)
		note_failure(work, why);
	else
		work->then(work);
}

void site_update_release(struct site_update *work)
{
	forget_lease(work);
	free(work->daemon);
}
