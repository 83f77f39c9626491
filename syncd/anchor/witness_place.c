/* A witness: C2SP tlog-witness. It is told of every checkpoint with the proof that the log has only
 * grown, and answers with its signature, which is published with the checkpoint. */
#include "lib/base/base64.h"
#include "lib/base/xmalloc.h"
#include "lib/merkle/alarm.h"
#include "lib/merkle/log_folder.h"
#include "lib/merkle/tile.h"
#include "syncd/anchor/place.h"
#include "syncd/core/http_client.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { TIMEOUT = 20000, ROUNDS = 3 };

struct witness {
	struct anchor_place place;
	char *url; /* of add-checkpoint */
	struct note_key key;
	uint64_t old;      /* the size that it has seen, as far as we know */
	int rounds;        /* questions about this checkpoint */
	char *note;        /* under way */
	struct buf answer; /* with its signature, to be kept */
	struct checkpoint checkpoint;
};

static void finish(struct witness *witness, enum place_result result, const char *why)
{
	free(witness->note);
	witness->note = NULL;
	buf_release(&witness->answer);
	place_end(&witness->place, result, why);
}

/* The old size, the proof, an empty line and the checkpoint. */
static char *write_request(const struct witness *witness, const struct merkle_proof *proof)
{
	struct buf body = {0};

	buf_addf(&body, "old %" PRIu64 "\n", witness->old);
	for (size_t i = 0; i < proof->n; i++) {
		base64_add(&body, proof->hashes[i].bytes, MERKLE_HASH_SIZE);
		buf_addc(&body, '\n');
	}
	buf_addf(&body, "\n%s", witness->note);
	return buf_steal(&body);
}

/* The number in the body of '409 Conflict', with its line end. */
static bool read_size(const struct http_response *answer, uint64_t *size)
{
	const char *s = answer->body;
	size_t len = answer->len;

	if (!answer->type || strncmp(answer->type, "text/x.tlog.size", 16) != 0 || len < 2 ||
	    len > 20 || s[len - 1] != '\n' || strspn(s, "0123456789") != len - 1 ||
	    (*s == '0' && len > 2))
		return false;
	*size = strtoull(s, NULL, 10);
	return *size <= MERKLE_LEAVES_MAX;
}

static void ask(struct witness *witness);

/* It has seen another size than we thought. */
static void on_conflict(struct witness *witness, const struct http_response *answer)
{
	uint64_t size;
	char *why;

	if (!read_size(answer, &size)) {
		why = alarm_code(ALARM_FORGED, witness->checkpoint.size, 0);
		finish(witness, PLACE_ALARM, why);
	} else if (size > witness->checkpoint.size) {
		why = alarm_code(ALARM_LOST, size, witness->checkpoint.size);
		finish(witness, PLACE_ALARM, why);
	} else if (++witness->rounds < ROUNDS) {
		witness->old = size;
		ask(witness);
		return;
	} else {
		why = alarm_code(ALARM_RESTLESS, 0, 0);
		finish(witness, PLACE_AGAIN, why);
	}
	free(why);
}

/* The checkpoint as it is published now, with what other witnesses have said meanwhile, and with
 * the lines of this one; NULL: none of them is its signature. */
static char *add_signatures(const struct witness *witness)
{
	const struct place_common *common = witness->place.common;
	struct checkpoint newest;
	struct buf data = {0};
	char *why = log_folder_newest(common->folder, &common->key, &data, &newest), *cosigned;
	bool same = !why && data.len && newest.size == witness->checkpoint.size;

	cosigned = note_add_signatures(same ? data.data : witness->note, witness->answer.data,
	                               witness->answer.len, &witness->key);
	buf_release(&data);
	free(why);
	return cosigned;
}

static char *publish(const struct witness *witness)
{
	const struct place_common *common = witness->place.common;
	char *cosigned = add_signatures(witness), *complaint, *why;

	if (!cosigned)
		return alarm_code(ALARM_UNSIGNED, 0, 0);
	complaint = log_folder_keep(common->folder, cosigned, &common->key);
	why = complaint ? alarm_code_of_text(ALARM_DISK, complaint) : NULL;
	free(complaint);
	free(cosigned);
	return why;
}

/* One witness after the other: each adds to what is published, where the one before it has added.
 */
static char *keep(struct anchor_place *place)
{
	static pthread_mutex_t one = PTHREAD_MUTEX_INITIALIZER;
	char *why;

	pthread_mutex_lock(&one);
	why = publish((const struct witness *)place);
	pthread_mutex_unlock(&one);
	return why;
}

static void on_kept(struct anchor_place *place, const char *why)
{
	struct witness *witness = (struct witness *)place;

	if (!why)
		witness->old = witness->checkpoint.size;
	finish(witness, why ? PLACE_AGAIN : PLACE_DONE, why);
}

static void on_signed(struct witness *witness, const struct http_response *answer)
{
	buf_add(&witness->answer, answer->body, answer->len);
	place_keep(&witness->place, keep, on_kept);
}

/* Nothing came of it, for a reason that somebody else worded. */
static void fail(struct witness *witness, enum alarm alarm, const char *words)
{
	char *why = alarm_code_of_text(alarm, words);

	finish(witness, PLACE_AGAIN, why);
	free(why);
}

/* What a status other than 200 and 409 means. */
static void on_refusal(struct witness *witness, long status)
{
	static const struct {
		long status;
		enum alarm alarm;
	} alarms[] = {
	        {400, ALARM_REQUEST},
	        {403, ALARM_KEY},
	        {404, ALARM_LOG},
	        {422, ALARM_PROOF},
	};
	enum alarm alarm = ALARM_STATUS;
	char *why;

	for (size_t i = 0; i < sizeof(alarms) / sizeof(*alarms); i++)
		if (status == alarms[i].status)
			alarm = alarms[i].alarm;
	why = alarm_code(alarm, (uint64_t)status, 0);
	finish(witness, alarm == ALARM_STATUS ? PLACE_AGAIN : PLACE_ALARM, why);
	free(why);
}

static void on_answer(void *arg, const struct http_response *answer)
{
	struct witness *witness = arg;

	if (answer->failure)
		fail(witness, ALARM_UNREACHABLE, answer->failure);
	else if (answer->status == 200)
		on_signed(witness, answer);
	else if (answer->status == 409)
		on_conflict(witness, answer);
	else
		on_refusal(witness, answer->status);
}

static void ask(struct witness *witness)
{
	const struct place_common *common = witness->place.common;
	const struct tile_reader reader = tile_folder_reader(common->folder);
	struct tile_nodes *tiles = tile_nodes_new(&reader, witness->checkpoint.size);
	const struct merkle_nodes nodes = tile_nodes_of(tiles);
	struct merkle_proof proof;
	char *body;

	if (!merkle_consistency(&nodes, witness->old, witness->checkpoint.size, &proof)) {
		fail(witness, ALARM_TILES, tile_nodes_complaint(tiles));
	} else {
		body = write_request(witness, &proof);
		http_client_send(common->client, witness->url, "text/plain; charset=utf-8", body,
		                 strlen(body), TIMEOUT, on_answer, witness);
		free(body);
	}
	tile_nodes_free(tiles);
}

static void witness_begin(struct anchor_place *place, const char *note,
                          const struct checkpoint *checkpoint)
{
	struct witness *witness = (struct witness *)place;

	witness->note = xstrdup(note);
	witness->checkpoint = *checkpoint;
	witness->rounds = 0;
	ask(witness);
}

static void witness_free(struct anchor_place *place)
{
	struct witness *witness = (struct witness *)place;

	free(witness->note);
	buf_release(&witness->answer);
	free(witness->url);
	free(witness);
}

static const struct place_ops witness_ops = {.begin = witness_begin, .free = witness_free};

/* Its signature under the newest checkpoint says that it has it. */
static void recall(struct witness *witness)
{
	const struct place_common *common = witness->place.common;
	struct checkpoint newest;
	struct buf data = {0};
	struct note note;

	if (!log_folder_newest(common->folder, &common->key, &data, &newest) && data.len &&
	    !note_parse(data.data, data.len, &note) &&
	    note_check(&note, &witness->key, NULL) == NOTE_SIGNED)
		witness->place.size = witness->old = newest.size;
	buf_release(&data);
}

/* The words of a setting; false where they are not such. */
static bool read_setting(const char *setting, size_t *url_len, struct note_key *key)
{
	size_t len = strcspn(setting, " ");
	const char *vkey = setting + len + strspn(setting + len, " ");

	while (len && setting[len - 1] == '/')
		len--;
	*url_len = len;
	return (strncmp(setting, "http://", 7) == 0 || strncmp(setting, "https://", 8) == 0) &&
	       note_key_parse(vkey, strlen(vkey), key) && key->kind == NOTE_KEY_WITNESS &&
	       !strpbrk(key->name, "\"\\");
}

char *witness_place_check(const char *setting)
{
	struct note_key key;
	size_t len;

	if (read_setting(setting, &len, &key))
		return NULL;
	return xasprintf("log.witness: '%s': the address of a witness, a blank and its public key "
	                 "'name+0123abcd+BA…' are expected",
	                 setting);
}

struct anchor_place *witness_place_new(const struct place_common *common, const char *setting)
{
	struct witness *witness = xcalloc(1, sizeof(*witness));
	size_t len;

	read_setting(setting, &len, &witness->key);
	witness->url = xasprintf("%.*s/add-checkpoint", (int)len, setting);
	place_init(&witness->place, &witness_ops, common,
	           xasprintf("witness %s", witness->key.name));
	recall(witness);
	return &witness->place;
}
