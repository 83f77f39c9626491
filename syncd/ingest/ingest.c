/* Gathers items into batches, one at a time for each source and kind. */
#include "syncd/ingest/ingest.h"

#include "lib/base/log.h"
#include "lib/base/when.h"
#include "lib/base/xmalloc.h"
#include "lib/db/db_certain.h"
#include "lib/db/db_error.h"
#include "lib/db/db_params.h"
#include "lib/db/db_result.h"
#include "lib/db/db_sqlstate.h"

#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>

struct item {
	STAILQ_ENTRY(item) link;
	struct http_waiter wait;
	json_t *json;
	bool alone; /* its batch was refused */
};

STAILQ_HEAD(item_list, item);

/* One source's items of one kind: at most one batch of them is in flight. */
struct source_queue {
	SLIST_ENTRY(source_queue) link;
	struct ingest *ingest;
	enum ingest_kind kind;
	int source_id;
	struct item_list waiting;
	struct item **batch; /* in flight; its n is the index */
	size_t batched;
};

/* ms without any connection after which nobody waits for one: what comes back by itself is back by
 * then. */
enum { AWAY = 2000 };

struct ingest {
	struct db_lane *lane;
	int64_t gone; /* ticks: since when no connection serves; 0: one does */
	struct metrics *metrics;
	size_t limit;
	SLIST_HEAD(source_queue_list, source_queue) queues;
};

/* The function that stores each kind of item, and how its answer is written. */
static const struct item_kind {
	struct db_stmt stmt;
	const char *root, *id;
} kinds[] = {
        [INGEST_REPORTS] = {{"import",
                             "select n, request_id as id, outcome, reason, receipt"
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

struct ingest *ingest_new(struct db_lane *lane, int batch, struct metrics *metrics)
{
	struct ingest *ingest = xcalloc(1, sizeof(*ingest));

	ingest->lane = lane;
	ingest->metrics = metrics;
	ingest->limit = (size_t)batch;
	SLIST_INIT(&ingest->queues);
	return ingest;
}

static void item_free(struct item *item)
{
	if (item->wait.request)
		http_request_detach(item->wait.request);
	json_decref(item->json);
	free(item);
}

static void queue_free(struct source_queue *queue)
{
	struct item *item;

	while ((item = STAILQ_FIRST(&queue->waiting))) {
		STAILQ_REMOVE_HEAD(&queue->waiting, link);
		item_free(item);
	}
	for (size_t i = 0; i < queue->batched; i++)
		item_free(queue->batch[i]);
	free(queue->batch);
	free(queue);
}

/* Forgets what nobody was told is stored. */
static void ingest_free(void *self)
{
	struct ingest *ingest = self;
	struct source_queue *queue;

	while ((queue = SLIST_FIRST(&ingest->queues))) {
		SLIST_REMOVE_HEAD(&ingest->queues, link);
		queue_free(queue);
	}
	free(ingest);
}

static struct source_queue *queue_of(struct ingest *ingest, enum ingest_kind kind, int source_id)
{
	struct source_queue *queue;

	SLIST_FOREACH(queue, &ingest->queues, link)
		if (queue->kind == kind && queue->source_id == source_id)
			return queue;
	queue = xcalloc(1, sizeof(*queue));
	*queue = (struct source_queue){.ingest = ingest, .kind = kind, .source_id = source_id};
	STAILQ_INIT(&queue->waiting);
	SLIST_INSERT_HEAD(&ingest->queues, queue, link);
	return queue;
}

static bool is_away(const struct ingest *ingest)
{
	return ingest->gone && when_ticks() - ingest->gone >= AWAY;
}

bool ingest_refuses(const struct ingest *ingest, int source_id)
{
	return is_away(ingest) || db_lane_state(ingest->lane) == DB_DOWN ||
	       db_lane_refuses(ingest->lane, source_id);
}

void ingest_add(struct ingest *ingest, enum ingest_kind kind, int source_id, json_t *json,
                struct http_request *req)
{
	struct item *item = xcalloc(1, sizeof(*item));

	item->json = json;
	STAILQ_INSERT_TAIL(&queue_of(ingest, kind, source_id)->waiting, item, link);
	http_request_wait(req, &item->wait);
}

/* receipt is NULL where there is none. */
static void answer_stored(const struct item_kind *kind, struct http_request *req, const char *id,
                          const char *receipt)
{
	json_t *tree = json_pack("[{s:s}]", kind->id, id);

	if (kind == &kinds[INGEST_REPORTS]) {
		json_t *one = json_array_get(tree, 0);

		json_object_set_new(one, "service_notice", json_null());
		json_object_set_new(one, "account_id", json_null());
		if (receipt)
			json_object_set_new(one, "receipt", json_string(receipt));
	}
	http_request_answer(req, 200, kind->root, tree);
	json_decref(tree);
}

static void answer_row(const struct source_queue *queue, const PGresult *res, int row)
{
	const char *n = db_result_text(res, row, "n"), *id = db_result_text(res, row, "id");
	const char *outcome = db_result_text(res, row, "outcome");
	const char *reason = db_result_text(res, row, "reason");
	size_t index = n ? strtoul(n, NULL, 10) : queue->batched;
	struct http_request *req;

	if (index >= queue->batched || !outcome)
		return;
	metrics_add(queue->ingest->metrics, METRIC_ITEMS, 1, "kind=\"%s\",outcome=\"%s\"",
	            kinds[queue->kind].stmt.name, outcome);
	req = queue->batch[index]->wait.request;
	if (!req)
		return;
	if (strcmp(outcome, "refused") == 0)
		http_request_error(req, 400, "%s", reason ? reason : "refused");
	else if (id)
		answer_stored(&kinds[queue->kind], req, id,
		              db_result_optional(res, row, "receipt"));
}

static void count_batch(const struct source_queue *queue, const char *outcome)
{
	metrics_add(queue->ingest->metrics, METRIC_BATCHES, 1, "kind=\"%s\",outcome=\"%s\"",
	            kinds[queue->kind].stmt.name, outcome);
}

static void end_batch(struct source_queue *queue)
{
	for (size_t i = 0; i < queue->batched; i++)
		item_free(queue->batch[i]);
	free(queue->batch);
	queue->batch = NULL;
	queue->batched = 0;
}

/* Puts the batch back to the front, in its order. */
static void send_again(struct source_queue *queue, bool alone)
{
	while (queue->batched) {
		struct item *item = queue->batch[--queue->batched];

		item->alone = item->alone || alone;
		STAILQ_INSERT_HEAD(&queue->waiting, item, link);
	}
	end_batch(queue);
}

static void answer_all(const struct source_queue *queue, int status, const char *text)
{
	for (size_t i = 0; i < queue->batched; i++)
		if (queue->batch[i]->wait.request)
			http_request_error(queue->batch[i]->wait.request, status, "%s", text);
}

/* The server's message may quote what a resident wrote; the log gets the SQLSTATE alone. Where the
 * source is held up, its items would only wait one after the other. */
static void batch_failed(struct source_queue *queue, const struct db_error *error)
{
	const char *name = kinds[queue->kind].stmt.name;
	bool held = db_lane_holds(queue->ingest->lane, queue->source_id);

	if (db_error_is_offline(error) || db_error_is_uncertain(error)) {
		log_info("%s: it is not certain that %zu items are kept; they are sent again: %s",
		         name, queue->batched, error->sqlstate);
		count_batch(queue, "lost");
		send_again(queue, false);
		return;
	}
	log_warnx("%s: the database refused %zu items of source %d: %s", name, queue->batched,
	          queue->source_id, error->sqlstate);
	count_batch(queue, "refused");
	if (!queue->batch[0]->alone && !held) {
		send_again(queue, true);
		return;
	}
	if (db_sqlstate_passes(error->sqlstate))
		answer_all(queue, 503, "this cannot be stored now, try again");
	else
		answer_all(queue, 500, "this cannot be stored");
	end_batch(queue);
}

static void on_batch(void *arg, const PGresult *res, const struct db_error *error)
{
	struct source_queue *queue = arg;

	if (error) {
		batch_failed(queue, error);
		return;
	}
	count_batch(queue, "committed");
	for (int row = 0; row < PQntuples(res); row++)
		answer_row(queue, res, row);
	answer_all(queue, 500, "the database said nothing about this");
	log_debug("%s: source %d: %zu items in one call", kinds[queue->kind].stmt.name,
	          queue->source_id, queue->batched);
	end_batch(queue);
}

/* Moves the next items from the queue into the batch; those that nobody waits for any more and
 * that were never sent are gone: their sender was told to try again. */
static json_t *take_batch(struct source_queue *queue)
{
	json_t *list = json_array();
	struct item *item;

	queue->batch = xreallocarray(NULL, queue->ingest->limit, sizeof(struct item *));
	while (queue->batched < queue->ingest->limit && (item = STAILQ_FIRST(&queue->waiting))) {
		if (item->alone && queue->batched)
			break;
		STAILQ_REMOVE_HEAD(&queue->waiting, link);
		if (!item->wait.request) {
			item_free(item);
			continue;
		}
		json_object_set_new(item->json, "n", json_integer((json_int_t)queue->batched));
		json_array_append(list, item->json);
		queue->batch[queue->batched++] = item;
		if (item->alone)
			break;
	}
	return list;
}

static void send_batch(struct source_queue *queue)
{
	json_t *list = take_batch(queue);

	if (queue->batched) {
		struct db_params params = {0};

		db_params_int(&params, queue->source_id);
		db_params_json(&params, list);
		db_lane_query(queue->ingest->lane, queue->source_id, &kinds[queue->kind].stmt,
		              params.text, on_batch, queue);
		db_params_release(&params);
	} else {
		end_batch(queue);
	}
	json_decref(list);
}

/* Tells those who wait to come again. What was sent may be kept: it is known when it does. */
static void send_away(struct source_queue *queue)
{
	struct item *item;

	while ((item = STAILQ_FIRST(&queue->waiting))) {
		STAILQ_REMOVE_HEAD(&queue->waiting, link);
		if (item->wait.request)
			http_request_unavailable(item->wait.request);
		item_free(item);
	}
}

/* Notes since when there is no connection; whether there is one. */
static bool is_served(struct ingest *ingest)
{
	bool served = db_lane_state(ingest->lane) == DB_READY;

	if (served)
		ingest->gone = 0;
	else if (!ingest->gone)
		ingest->gone = when_ticks();
	return served;
}

static int64_t ingest_timeout(const void *self)
{
	const struct ingest *ingest = self;
	const struct source_queue *queue;

	SLIST_FOREACH(queue, &ingest->queues, link)
		if (ingest->gone && !STAILQ_EMPTY(&queue->waiting))
			return job_left(ingest->gone + AWAY);
	return -1;
}

/* Sends what can be sent. */
static void ingest_step(void *self)
{
	struct ingest *ingest = self;
	struct source_queue *queue;
	bool served = is_served(ingest);

	SLIST_FOREACH(queue, &ingest->queues, link)
		if (is_away(ingest))
			send_away(queue);
	if (!served)
		return;
	SLIST_FOREACH(queue, &ingest->queues, link)
		if (!queue->batched && !STAILQ_EMPTY(&queue->waiting))
			send_batch(queue);
}

const struct job_ops ingest_job = {
        .name = "ingest",
        .timeout = ingest_timeout,
        .step = ingest_step,
        .free = ingest_free,
};
