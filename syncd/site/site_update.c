/* Leases what changed, asks what is public of it, has it written, and reports it. */
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
void site_update_ask(struct site_update *update, enum site_query query, const char *param,
                     db_done *done)
{
	db_query(update->db, &site_queries[query], (const char *const[]){update->now->id, param},
	         done, update);
}

/* The same in the name of the daemon. */
static void ask_as(struct site_update *update, enum site_query query, const char *param,
                   db_done *done)
{
	const char *const params[] = {update->lease_owner, update->now->id, param};

	db_query(update->db, &site_queries[query], params, done, update);
}

static void forget_lease(struct site_update *update)
{
	buf_release(&update->seqs);
	buf_release(&update->ids);
	free(update->first);
	update->first = NULL;
}

static void leave(struct site_update *update, bool well)
{
	site_tree_leave(&update->now->tree);
	update->now = NULL;
	update->ended(update->arg, well);
}

static void ignore(void *arg, const PGresult *res, const struct db_error *error)
{
}

/* What was begun is given up; its lease goes back, as far as the database can be reached. */
bool site_update_refused(struct site_update *update, const struct db_error *error)
{
	if (!error)
		return false;
	if (!dberror_is_offline(error))
		log_warnx("publish: %s: %s", update->now->tree.code, error->message);
	file_writer_forget(update->writer);
	update->answers = 0;
	if (update->first)
		ask_as(update, SITE_QUERY_RELEASE, NULL, ignore);
	forget_lease(update);
	leave(update, false);
	return true;
}

/* The answers to what was asked together; a turn that was given up ignores the rest. */
bool site_update_is_over(const struct site_update *update)
{
	return update->answers == 0;
}

void site_update_write(struct site_update *update, void (*then)(struct site_update *))
{
	update->then = then;
	file_writer_submit(update->writer);
}

/* Changes: what was leased, page by page, then the lists that they are in. */

static void on_done(void *arg, const PGresult *res, const struct db_error *error)
{
	struct site_update *update = arg;

	if (site_update_refused(update, error))
		return;
	metrics_add(update->metrics, METRIC_PUBLISHED, strtoll(PQgetvalue(res, 0, 0), NULL, 10),
	            "source=\"%s\"", update->now->tree.code);
	forget_lease(update);
	site_update_look(update);
}

static void changes_written(struct site_update *update)
{
	update->now->stale = true;
	ask_as(update, SITE_QUERY_DONE, update->seqs.data, on_done);
}

void site_update_complete(struct site_update *update, void (*then)(struct site_update *))
{
	if (--update->answers > 0)
		return;
	site_tree_put_counts(&update->now->tree, update->writer);
	site_update_write(update, then);
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

static void begin_changes(struct site_update *update, const PGresult *res)
{
	update->first = xstrdup(db_json_text(res, 0, "seq"));
	for (int row = 0; row < PQntuples(res); row++) {
		buf_addf(&update->seqs, "%c%s", row ? ',' : '{', db_json_text(res, row, "seq"));
		buf_addf(&update->ids, "%c%s", row ? ',' : '{',
		         db_json_text(res, row, "request_id"));
	}
	buf_addc(&update->seqs, '}');
	buf_addc(&update->ids, '}');
	site_update_ask(update, SITE_QUERY_REQUESTS, update->ids.data, on_requests);
}

/* Statistics and the list of everything. */

static void whole_written(struct site_update *update)
{
	update->now->stale = false;
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
		begin_changes(update, res);
	else if (target->rebuild)
		site_rebuild_go_on(update);
	else if (target->stale && when_ticks() >= target->whole_at)
		site_update_ask(update, SITE_QUERY_STATISTICS, NULL, on_statistics);
	else
		leave(update, true);
}

void site_update_look(struct site_update *update)
{
	if (update->draining)
		leave(update, true);
	else
		ask_as(update, SITE_QUERY_LEASE, NULL, on_lease);
}

static void on_failed(void *arg, const PGresult *res, const struct db_error *error)
{
	struct site_update *update = arg;

	if (site_update_refused(update, error))
		return;
	forget_lease(update);
	leave(update, true);
}

/* The disk's failure is noted with what was leased first; the rest of the lease ends with it. */
static void note_failure(struct site_update *update, const char *why)
{
	const char *const params[] = {update->first, update->now->id, update->lease_owner, why};

	log_warnx("publish: %s", why);
	if (update->first)
		db_query(update->db, &site_queries[SITE_QUERY_FAILED], params, on_failed, update);
	else
		leave(update, false);
}

bool site_update_begin(struct site_update *update, struct site_target *target)
{
	char *why;

	if (!site_tree_enter(&target->tree, update->writer, &why)) {
		if (why)
			log_warnx("publish: %s", why);
		free(why);
		return false;
	}
	update->now = target;
	site_update_look(update);
	return true;
}

void site_update_written(struct site_update *update, const char *why)
{
	if (why)
		note_failure(update, why);
	else
		update->then(update);
}

void site_update_release(struct site_update *update)
{
	forget_lease(update);
}
