/* The steps that every work on a tree consists of. */
#include "syncd/site/site_update.h"

#include "lib/base/log.h"
#include "lib/db/db.h"
#include "lib/db/db_array.h"
#include "lib/db/db_error.h"
#include "syncd/page/file_writer.h"
#include "syncd/site/site_target.h"

#include <stdlib.h>

void site_update_ask(struct site_update *update, enum site_query query, const char *param,
                     db_done *done)
{
	db_query(update->db, &site_queries[query], (const char *const[]){update->now->id, param},
	         done, update);
}

void site_update_ask_two(struct site_update *update, enum site_query query, const char *one,
                         const char *two, db_done *done)
{
	const char *const params[] = {update->now->id, one, two};

	db_query(update->db, &site_queries[query], params, done, update);
}

void site_update_ask_as(struct site_update *update, enum site_query query, const char *param,
                        db_done *done)
{
	const char *const params[] = {update->lease_owner, update->now->id, param};

	db_query(update->db, &site_queries[query], params, done, update);
}

void site_update_forget_lease(struct site_update *update)
{
	buf_release(&update->seqs);
	buf_release(&update->ids);
	free(update->first);
	update->first = NULL;
}

void site_update_leave(struct site_update *update, bool well)
{
	site_tree_leave(&update->now->tree);
	update->now = NULL;
	update->ended(update->arg, well);
}

static void ignore(void *arg, const PGresult *res, const struct db_error *error)
{
}

/* The lease goes back as far as the database can be reached. */
bool site_update_refused(struct site_update *update, const struct db_error *error)
{
	if (!error)
		return false;
	if (!db_error_is_offline(error))
		log_warnx("publish: %s: %s", update->now->tree.code, error->message);
	file_writer_forget(update->writer);
	update->answers = 0;
	if (update->first)
		site_update_ask_as(update, SITE_QUERY_RELEASE, NULL, ignore);
	site_update_forget_lease(update);
	site_update_leave(update, false);
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

void site_update_complete(struct site_update *update, void (*then)(struct site_update *))
{
	if (--update->answers > 0)
		return;
	site_tree_put_counts(&update->now->tree, update->writer);
	site_update_write(update, then);
}

void site_update_look(struct site_update *update)
{
	update->look(update);
}

char *site_update_array(char *const *names, size_t n)
{
	struct buf array = {0};

	for (size_t i = 0; i < n; i++)
		db_array_adds(&array, names[i]);
	db_array_end(&array);
	return buf_steal(&array);
}

void site_update_release(struct site_update *update)
{
	site_update_forget_lease(update);
}
