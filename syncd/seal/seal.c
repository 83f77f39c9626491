/* Seals, reads the new leaves, signs, and tells the database, one call after the other. */
#include "syncd/seal/seal.h"

#include "lib/base/log.h"
#include "lib/base/when.h"
#include "lib/base/xmalloc.h"
#include "lib/db/db_params.h"
#include "lib/db/db_result.h"
#include "lib/merkle/alarm.h"
#include "syncd/seal/seal_writer.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
	BATCH = 10000,    /* events that are sealed in one call */
	PAGE = 1024,      /* leaves that are read in one call: a few tiles to be put on the disk */
	AGAIN_MAX = 30000 /* ms until the next attempt after one that failed */
};

static const struct db_stmt do_seal = {"log_seal", "select size, more from sync.log_seal($1::int)",
                                       1};
static const struct db_stmt ask_state = {
        "log_state", "select size, waiting, signed, signed_root from sync.log_state()", 0};
static const struct db_stmt ask_leaves = {
        "log_leaves", "select leaf, hashes from sync.log_leaves($1::bigint, $2::int)", 2};
static const struct db_stmt tell_checkpoint = {
        "log_checkpoint_add",
        "select sync.log_checkpoint_add($1::bigint, decode($2::text, 'hex'), $3::text)", 3};

static const struct db_stmt tell_alarm = {"log_alarm", "select sync.log_alarm($1::text)", 1};
static const struct db_stmt tell_places = {"log_places", "select sync.log_places($1::jsonb)", 1};

struct seal {
	struct db *db;
	struct seal_writer *writer; /* NULL: nothing is signed */
	struct seal_hooks hooks;
	struct metrics *metrics;
	int64_t interval; /* ms */
	int64_t next;
	char *places;    /* what is to be told of places; NULL: nothing */
	int64_t tell_at; /* ticks: not before */
	bool draining;
	bool writing;  /* leaves are with the thread, or the database is to be told of a checkpoint
	                */
	bool busy;     /* a round is under way, or places are told */
	bool not_ours; /* another daemon seals, which was said */
	bool sealed;   /* it has sealed already */
	bool differs;  /* the database has another past */
	uint64_t size; /* leaves of the database */
	struct seal_past past;
};

/* Leaves that are signed, or about to be. */
static uint64_t own_size(const struct seal *seal)
{
	return seal_tree_size(seal_writer_tree(seal->writer));
}

static void show(const struct seal *seal, enum metric metric, int64_t n)
{
	metrics_set(seal->metrics, metric, n, "%s", "");
}

static void end_round(struct seal *seal, int64_t pause)
{
	seal->busy = seal->writing = false;
	seal->next = when_ticks() + pause;
}

/* A round that failed is made again soon; one that the connection ended, when it is back. */
static void round_failed(struct seal *seal, const char *what, const char *why)
{
	log_warnx("%s: %s", what, why);
	end_round(seal, seal->interval < AGAIN_MAX ? seal->interval : AGAIN_MAX);
}

static bool query_failed(struct seal *seal, const char *what, const struct db_error *error)
{
	if (!error)
		return false;
	if (strncmp(error->sqlstate, "08", 2) == 0) {
		end_round(seal, AGAIN_MAX);
	} else if (strcmp(error->sqlstate, "VA004") == 0) {
		if (!seal->not_ours)
			log_info("%s: this daemon serves some cities, another one seals the log of "
			         "all",
			         what);
		seal->not_ours = true;
		end_round(seal, seal->interval);
	} else {
		round_failed(seal, what, error->message);
	}
	return true;
}

static void on_alarm_told(void *arg, const PGresult *res, const struct db_error *error)
{
	struct seal *seal = arg;

	if (!query_failed(seal, "the alarm could not be kept in the database", error))
		end_round(seal, seal->interval);
}

/* Signing stops, until somebody has looked: man varta-syncd tells what can be done. The database
 * is told each time, so that an alarm that was taken out of it comes back. code is freed. */
static void refuse(struct seal *seal, char *code)
{
	struct db_params params = {0};
	char *why = alarm_english(code);

	seal->differs = true;
	show(seal, METRIC_LOG_DIFFERS, 1);
	log_warnx("ALARM: the history is not the one that was signed, and is not signed: %s; see "
	          "'ANCHORED HISTORY' in "
	          "varta-syncd(8)",
	          why);
	db_params_text(&params, code);
	db_query(seal->db, &tell_alarm, params.text, on_alarm_told, seal);
	free(why);
	free(code);
}

static void on_told(void *arg, const PGresult *res, const struct db_error *error)
{
	struct seal *seal = arg;

	if (!query_failed(seal, "the checkpoint could not be kept in the database", error))
		end_round(seal, seal->interval);
}

static void tell(struct seal *seal, const char *note, const struct merkle_hash *root)
{
	struct db_params params = {0};
	char hex[MERKLE_HEX_SIZE];

	merkle_hex(root, hex);
	db_params_int(&params, (int64_t)own_size(seal));
	db_params_text(&params, hex);
	db_params_text(&params, note);
	db_query(seal->db, &tell_checkpoint, params.text, on_told, seal);
}

/* The checkpoint is in the folder. */
static void signed_it(struct seal *seal, const struct seal_result *result)
{
	if (seal->differs)
		log_info("the history is the one that was signed again");
	seal->differs = false;
	show(seal, METRIC_LOG_DIFFERS, 0);
	show(seal, METRIC_LOG_SIGNED, (int64_t)own_size(seal));
	show(seal, METRIC_LOG_SIGNED_AT, time(NULL));
	if (seal->hooks.kept)
		seal->hooks.kept(seal->hooks.arg, own_size(seal));
	tell(seal, result->note, &result->root);
}

/* Of a hash in hexadecimal. */
enum { HEX_SIZE = 2 * MERKLE_HASH_SIZE };

static void read_leaves(struct seal *seal);

/* One row of leaves, in hexadecimal as PostgreSQL writes it: \x… Returns whether it is that. */
static bool add_row(struct seal *seal, const PGresult *res, int row)
{
	const char *hex = db_result_text(res, row, "hashes");
	size_t n = strlen(hex) / HEX_SIZE;
	struct merkle_hash *leaves = xcalloc(n + 1, sizeof(*leaves));
	bool right = true;

	for (size_t i = 0; right && i < n; i++)
		right = merkle_of_hex(hex + 2 + i * HEX_SIZE, HEX_SIZE, &leaves[i]);
	if (right)
		seal_writer_add(seal->writer, (uint64_t)db_result_int(res, row, "leaf"), leaves, n);
	free(leaves);
	return right;
}

static void on_leaves(void *arg, const PGresult *res, const struct db_error *error)
{
	struct seal *seal = arg;
	bool right = true;

	if (query_failed(seal, "the leaves of the log could not be read", error))
		return;
	for (int row = 0; right && row < PQntuples(res); row++)
		right = add_row(seal, res, row);
	if (right) {
		seal->writing = true;
		seal_writer_submit(seal->writer, seal->size, &seal->past);
	} else {
		seal_writer_forget(seal->writer);
		round_failed(seal, "the log could not grow", "the database does not give leaves");
	}
}

/* What the thread made of the leaves. */
static void on_written(struct seal *seal, struct seal_result *result)
{
	if (result->verdict == SEAL_DIFFERS)
		refuse(seal, xstrdup(result->why));
	else if (result->verdict == SEAL_FAILED)
		round_failed(seal, "the log could not grow", result->why);
	else if (result->why)
		round_failed(seal, "the checkpoint could not be written", result->why);
	else if (result->note)
		signed_it(seal, result);
	else if (result->grown && seal->draining)
		end_round(seal, seal->interval);
	else if (result->grown)
		read_leaves(seal);
	else
		refuse(seal, alarm_code(ALARM_LEAF_MISSING, own_size(seal), 0));
	free(result->why);
	free(result->note);
}

static void read_leaves(struct seal *seal)
{
	struct db_params params = {0};

	db_params_int(&params, (int64_t)seal_tree_from(seal_writer_tree(seal->writer)));
	db_params_int(&params, PAGE);
	db_query(seal->db, &ask_leaves, params.text, on_leaves, seal);
}

/* What was signed before; where the folder has less, it has to become that. */
static void read_past(struct seal *seal, const PGresult *res)
{
	const char *root = db_result_text(res, 0, "signed_root");

	seal->past.size = (uint64_t)db_result_int(res, 0, "signed");
	if (!root || strlen(root) != 2 + HEX_SIZE ||
	    !merkle_of_hex(root + 2, HEX_SIZE, &seal->past.root))
		seal->past.size = 0;
}

static bool is_short(struct seal *seal)
{
	if (!seal->writer || seal->size >= own_size(seal))
		return false;
	refuse(seal, alarm_code(ALARM_SHORT, seal->size, own_size(seal)));
	return true;
}

static void seal_more(struct seal *seal);

/* Before anything is sealed, unless there is another past, and after it. */
static void on_state(void *arg, const PGresult *res, const struct db_error *error)
{
	struct seal *seal = arg;

	if (query_failed(seal, "the state of the log could not be read", error))
		return;
	seal->size = (uint64_t)db_result_int(res, 0, "size");
	show(seal, METRIC_LOG_SIZE, (int64_t)seal->size);
	show(seal, METRIC_LOG_WAITING, db_result_int(res, 0, "waiting"));
	if (is_short(seal))
		return;
	if (!seal->sealed && !seal->differs) {
		seal->sealed = true;
		seal_more(seal);
	} else if (seal->writer) {
		read_past(seal, res);
		read_leaves(seal);
	} else {
		end_round(seal, seal->interval);
	}
}

static void on_sealed(void *arg, const PGresult *res, const struct db_error *error)
{
	struct seal *seal = arg;

	if (query_failed(seal, "the history could not be sealed", error))
		return;
	if (db_result_bool(res, 0, "more"))
		seal_more(seal);
	else
		db_query(seal->db, &ask_state, NULL, on_state, seal);
}

static void seal_more(struct seal *seal)
{
	struct db_params params = {0};

	db_params_int(&params, BATCH);
	db_query(seal->db, &do_seal, params.text, on_sealed, seal);
}

static void on_places_told(void *arg, const PGresult *res, const struct db_error *error)
{
	struct seal *seal = arg;

	seal->busy = false;
	if (error && strcmp(error->sqlstate, "VA004") != 0) {
		log_warnx("the database was not told who knows the checkpoint: %s", error->message);
		seal->tell_at = when_ticks() + AGAIN_MAX;
		return;
	}
	free(seal->places);
	seal->places = NULL;
}

/* Whether there is something new to tell of places. */
static bool has_news(const struct seal *seal)
{
	return seal->places || (seal->hooks.has_news && seal->hooks.has_news(seal->hooks.arg));
}

static void report_places(struct seal *seal)
{
	struct db_params params = {0};

	if (seal->hooks.has_news && seal->hooks.has_news(seal->hooks.arg)) {
		free(seal->places);
		seal->places = seal->hooks.news(seal->hooks.arg);
	}
	seal->busy = true;
	db_params_text(&params, seal->places);
	db_query(seal->db, &tell_places, params.text, on_places_told, seal);
}

struct seal *seal_new(const struct settings *settings, struct seal_tree *tree,
                      const struct seal_hooks *hooks, struct metrics *metrics)
{
	struct seal *seal = xcalloc(1, sizeof(*seal));
	const struct db_hooks none = {0};

	seal->db = job_connect(settings, "varta-syncd log", &none);
	seal->writer = tree ? seal_writer_new(tree) : NULL;
	seal->hooks = *hooks;
	seal->metrics = metrics;
	seal->interval = settings->log_interval;
	seal->next = when_ticks();
	return seal;
}

static void seal_free(void *self)
{
	struct seal *seal = self;

	db_free(seal->db);
	seal_writer_free(seal->writer);
	free(seal->places);
	free(seal);
}

static void seal_descriptors(const void *self, struct job_descriptors *fds)
{
	const struct seal *seal = self;

	job_wait_db(fds, seal->db);
	job_wait_fd(fds, seal->writer ? seal_writer_fd(seal->writer) : -1, POLLIN);
}

static bool may_begin(const struct seal *seal)
{
	return !seal->busy && !seal->draining && db_state(seal->db) == DB_READY;
}

static int64_t seal_timeout(const void *self)
{
	const struct seal *seal = self;
	int64_t wait = db_timeout(seal->db);

	if (!may_begin(seal))
		return wait;
	if (has_news(seal))
		wait = job_sooner(wait, job_left(seal->tell_at));
	return job_sooner(wait, job_left(seal->next));
}

static void seal_step(void *self)
{
	struct seal *seal = self;
	struct seal_result result;

	db_step(seal->db);
	if (seal->writer && seal_writer_end(seal->writer, &result))
		on_written(seal, &result);
	if (!may_begin(seal))
		return;
	if (has_news(seal) && when_ticks() >= seal->tell_at) {
		report_places(seal);
		return;
	}
	if (when_ticks() < seal->next)
		return;
	seal->busy = true;
	seal->sealed = false;
	db_query(seal->db, &ask_state, NULL, on_state, seal);
}

static void seal_quiesce(void *self)
{
	struct seal *seal = self;

	seal->draining = true;
}

/* What is in the folder the database knows, too, before the daemon stops. */
static bool seal_busy(const void *self)
{
	const struct seal *seal = self;

	return seal->writing;
}

const struct job_ops seal_job = {
        .name = "seal",
        .descriptors = seal_descriptors,
        .timeout = seal_timeout,
        .step = seal_step,
        .quiesce = seal_quiesce,
        .busy = seal_busy,
        .free = seal_free,
};
