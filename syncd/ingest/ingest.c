/* Gathers items into batches, one at a time for each source and kind. */
#include "syncd/ingest/ingest.h"

#include "lib/db_params.h"
#include "lib/db_result.h"
#include "lib/dberror.h"
#include "lib/log.h"
#include "lib/xmalloc.h"

#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>

/* SQLSTATE of what is committed here, but perhaps not on the standby. */
#define UNCERTAIN "40003"

struct item {
	STAILQ_ENTRY(item) link;
	struct http_waiter wait;
	json_t *json;
	bool alone; /* its batch was refused */
};

STAILQ_HEAD(item_list, item);

/* One source's items of one kind: at most one batch of them is in flight. */
struct lane {
	SLIST_ENTRY(lane) link;
	struct ingest *ingest;
	enum ingest_kind kind;
	int source_id;
	struct item_list waiting;
	struct item **batch; /* in flight; its n is the index */
	size_t batched;
};

struct ingest {
	struct db *db;
	struct metrics *metrics;
	size_t limit;
	SLIST_HEAD(lane_list, lane) lanes;
};

/* The function that stores each kind of item, and how its answer is written. */
static const struct item_kind {
	struct db_stmt stmt;
	const char *root, *id;
} kinds[] = {
        [INGEST_REPORTS] = {{"import",
                             "select n, request_id as id, outcome, reason"
                             " from sync.import($1::int, $2::jsonb)",
                             2},
                            "service_requests",
                            "service_request_id"},
        [INGEST_COMMENTS] = {{"comments",
                              "select n, update_id as id, outcome, reason"
                              " from sync.comments($1::int, $2::jsonb)",
                              2},
                             "service_request_updates",
                             "update_id"},
};

struct ingest *ingest_new(struct db *db, int batch, struct metrics *metrics)
{
	struct ingest *ingest = xcalloc(1, sizeof(*ingest));

	ingest->db = db;
	ingest->metrics = metrics;
	ingest->limit = (size_t)batch;
	SLIST_INIT(&ingest->lanes);
	return ingest;
}

static void item_free(struct item *item)
{
	if (item->wait.request)
		http_request_detach(item->wait.request);
	json_decref(item->json);
	free(item);
}

static void lane_free(struct lane *lane)
{
	struct item *item;

	while ((item = STAILQ_FIRST(&lane->waiting))) {
		STAILQ_REMOVE_HEAD(&lane->waiting, link);
		item_free(item);
	}
	for (size_t i = 0; i < lane->batched; i++)
		item_free(lane->batch[i]);
	free(lane->batch);
	free(lane);
}

/* Forgets what nobody was told is stored. */
static void ingest_free(void *self)
{
	struct ingest *ingest = self;
	struct lane *lane;

	while ((lane = SLIST_FIRST(&ingest->lanes))) {
		SLIST_REMOVE_HEAD(&ingest->lanes, link);
		lane_free(lane);
	}
	free(ingest);
}

static struct lane *lane_of(struct ingest *ingest, enum ingest_kind kind, int source_id)
{
	struct lane *lane;

	SLIST_FOREACH(lane, &ingest->lanes, link)
		if (lane->kind == kind && lane->source_id == source_id)
			return lane;
	lane = xcalloc(1, sizeof(*lane));
	*lane = (struct lane){.ingest = ingest, .kind = kind, .source_id = source_id};
	STAILQ_INIT(&lane->waiting);
	SLIST_INSERT_HEAD(&ingest->lanes, lane, link);
	return lane;
}

void ingest_add(struct ingest *ingest, enum ingest_kind kind, int source_id, json_t *json,
                struct http_request *req)
{
	struct item *item = xcalloc(1, sizeof(*item));

	item->json = json;
	STAILQ_INSERT_TAIL(&lane_of(ingest, kind, source_id)->waiting, item, link);
	http_request_wait(req, &item->wait);
}

static void answer_stored(const struct item_kind *kind, struct http_request *req, const char *id)
{
	json_t *tree = json_pack("[{s:s}]", kind->id, id);

	if (kind == &kinds[INGEST_REPORTS]) {
		json_t *one = json_array_get(tree, 0);

		json_object_set_new(one, "service_notice", json_null());
		json_object_set_new(one, "account_id", json_null());
	}
	http_request_answer(req, 200, kind->root, tree);
	json_decref(tree);
}

static void answer_row(const struct lane *lane, const PGresult *res, int row)
{
	const char *n = db_result_text(res, row, "n"), *id = db_result_text(res, row, "id");
	const char *outcome = db_result_text(res, row, "outcome");
	const char *reason = db_result_text(res, row, "reason");
	size_t index = n ? strtoul(n, NULL, 10) : lane->batched;
	struct http_request *req;

	if (index >= lane->batched || !outcome)
		return;
	metrics_add(lane->ingest->metrics, METRIC_ITEMS, 1, "kind=\"%s\",outcome=\"%s\"",
	            kinds[lane->kind].stmt.name, outcome);
	req = lane->batch[index]->wait.request;
	if (!req)
		return;
	if (strcmp(outcome, "refused") == 0)
		http_request_error(req, 400, "%s", reason ? reason : "refused");
	else if (id)
		answer_stored(&kinds[lane->kind], req, id);
}

static void count_batch(const struct lane *lane, const char *outcome)
{
	metrics_add(lane->ingest->metrics, METRIC_BATCHES, 1, "kind=\"%s\",outcome=\"%s\"",
	            kinds[lane->kind].stmt.name, outcome);
}

static void end_batch(struct lane *lane)
{
	for (size_t i = 0; i < lane->batched; i++)
		item_free(lane->batch[i]);
	free(lane->batch);
	lane->batch = NULL;
	lane->batched = 0;
}

/* Puts the batch back to the front, in its order. */
static void send_again(struct lane *lane, bool alone)
{
	while (lane->batched) {
		struct item *item = lane->batch[--lane->batched];

		item->alone = item->alone || alone;
		STAILQ_INSERT_HEAD(&lane->waiting, item, link);
	}
	end_batch(lane);
}

static void answer_all(const struct lane *lane, int status, const char *text)
{
	for (size_t i = 0; i < lane->batched; i++)
		if (lane->batch[i]->wait.request)
			http_request_error(lane->batch[i]->wait.request, status, "%s", text);
}

/* A serialisation failure, a deadlock, a lack of resources or an administrator's stop passes. */
static bool passes(const char *sqlstate)
{
	static const char *const classes[] = {"40", "53", "55", "57"};

	for (size_t i = 0; i < sizeof(classes) / sizeof(*classes); i++)
		if (strncmp(sqlstate, classes[i], 2) == 0)
			return true;
	return false;
}

/* The server's message may quote what a resident wrote; the log gets the SQLSTATE alone. */
static void batch_failed(struct lane *lane, const struct db_error *error)
{
	const char *name = kinds[lane->kind].stmt.name;

	if (dberror_is_offline(error) || strcmp(error->sqlstate, UNCERTAIN) == 0) {
		log_info("%s: it is not certain that %zu items are kept; they are sent again: %s",
		         name, lane->batched, error->sqlstate);
		count_batch(lane, "lost");
		send_again(lane, false);
		return;
	}
	log_warnx("%s: the database refused %zu items of source %d: %s", name, lane->batched,
	          lane->source_id, error->sqlstate);
	count_batch(lane, "refused");
	if (!lane->batch[0]->alone) {
		send_again(lane, true);
		return;
	}
	if (passes(error->sqlstate))
		answer_all(lane, 503, "this cannot be stored now, try again");
	else
		answer_all(lane, 500, "this cannot be stored");
	end_batch(lane);
}

static void on_batch(void *arg, const PGresult *res, const struct db_error *error)
{
	struct lane *lane = arg;

	if (error) {
		batch_failed(lane, error);
		return;
	}
	count_batch(lane, "committed");
	for (int row = 0; row < PQntuples(res); row++)
		answer_row(lane, res, row);
	answer_all(lane, 500, "the database said nothing about this");
	log_debug("%s: source %d: %zu items in one call", kinds[lane->kind].stmt.name,
	          lane->source_id, lane->batched);
	end_batch(lane);
}

/* Moves the next items from the queue into the batch; those that nobody waits for any more and
 * that were never sent are gone: their sender was told to try again. */
static json_t *take_batch(struct lane *lane)
{
	json_t *list = json_array();
	struct item *item;

	lane->batch = xreallocarray(NULL, lane->ingest->limit, sizeof(struct item *));
	while (lane->batched < lane->ingest->limit && (item = STAILQ_FIRST(&lane->waiting))) {
		if (item->alone && lane->batched)
			break;
		STAILQ_REMOVE_HEAD(&lane->waiting, link);
		if (!item->wait.request) {
			item_free(item);
			continue;
		}
		json_object_set_new(item->json, "n", json_integer((json_int_t)lane->batched));
		json_array_append(list, item->json);
		lane->batch[lane->batched++] = item;
		if (item->alone)
			break;
	}
	return list;
}

static void send_batch(struct lane *lane)
{
	json_t *list = take_batch(lane);

	if (lane->batched) {
		struct db_params params = {0};

		db_params_int(&params, lane->source_id);
		db_params_json(&params, list);
		db_query(lane->ingest->db, &kinds[lane->kind].stmt, params.text, on_batch, lane);
		db_params_release(&params);
	} else {
		end_batch(lane);
	}
	json_decref(list);
}

/* Sends what can be sent. */
static void ingest_step(void *self)
{
	struct ingest *ingest = self;
	struct lane *lane;

	if (db_state(ingest->db) != DB_READY)
		return;
	SLIST_FOREACH(lane, &ingest->lanes, link)
		if (!lane->batched && !STAILQ_EMPTY(&lane->waiting))
			send_batch(lane);
}

const struct job_ops ingest_job = {
        .name = "ingest",
        .step = ingest_step,
        .free = ingest_free,
};
