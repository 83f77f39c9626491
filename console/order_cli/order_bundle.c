/* varta order bundle: all that is known of an order, in one archive that can be checked without the
 * database. */
#include "console/cli/file_write.h"
#include "console/order_cli/bundle_files.h"
#include "console/order_cli/bundle_photos.h"
#include "console/order_cli/order_commands.h"
#include "lib/base/base64.h"
#include "lib/base/i18n.h"
#include "lib/base/log.h"
#include "lib/base/xmalloc.h"
#include "lib/bundle/bundle.h"
#include "lib/bundle/evidence.h"
#include "lib/db/db_call.h"
#include "lib/merkle/tile.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct making {
	struct cli *cli;
	enum exit_code status;
	struct bundle bundle;
	json_t *known;            /* of api.order_bundle() */
	struct tile_nodes *nodes; /* of the tree of the checkpoint; NULL: there is none */
	uint64_t size;
};

static void add_text(struct making *m, const char *name, const char *text)
{
	bundle_add(&m->bundle, name, text, strlen(text));
}

static char *read_tile(void *arg, const struct tile_name *tile, struct buf *out)
{
	struct making *m = arg;
	char *level = xasprintf("%u", tile->level);
	char *index = xasprintf("%llu", (unsigned long long)tile->index);
	PGresult *res = db_call(m->cli->conn, "select api.log_tile($1::integer, $2::bigint)", 2,
	                        (const char *const[]){level, index}, &m->status);
	unsigned char *data;
	size_t len = 0;

	free(level);
	free(index);
	if (!res)
		return xstrdup(_("the log cannot be read"));
	data = PQunescapeBytea((const unsigned char *)PQgetvalue(res, 0, 0), &len);
	buf_add(out, data, len);
	PQfreemem(data);
	PQclear(res);
	return out->len < (size_t)tile->width * MERKLE_HASH_SIZE
	               ? xstrdup(_("the log has less than its checkpoint says"))
	               : NULL;
}

static const char *member(const json_t *object, const char *name)
{
	const char *text = json_string_value(json_object_get(object, name));

	return text ? text : "";
}

/* The proof of one event; what no checkpoint has yet goes without. False after a complaint. */
static bool prove(struct making *m, const json_t *event, struct receipt *receipt)
{
	const json_t *leaf = json_object_get(event, "leaf");
	struct merkle_nodes nodes;

	receipt->leaf = (uint64_t)json_integer_value(leaf);
	receipt->sealed = json_is_integer(leaf) && m->nodes;
	if (!receipt->sealed)
		return true;
	snprintf(receipt->checkpoint, sizeof(receipt->checkpoint), "%s",
	         member(m->known, "checkpoint"));
	nodes = tile_nodes_of(m->nodes);
	if (merkle_inclusion(&nodes, receipt->leaf, m->size, &receipt->proof))
		return true;
	if (tile_nodes_complaint(m->nodes))
		log_warnx("%s", tile_nodes_complaint(m->nodes));
	return false;
}

static json_t *evidence_of(struct making *m, const json_t *event)
{
	struct receipt *receipt = xcalloc(1, sizeof(*receipt));
	struct buf entry = {0};
	json_t *json = NULL;

	if (base64_decode(&entry, member(event, "entry"), strlen(member(event, "entry"))) &&
	    entry.len <= RECEIPT_ENTRY_MAX) {
		memcpy(receipt->entry, entry.data, entry.len);
		receipt->entry_len = entry.len;
		merkle_leaf(entry.data, entry.len, &receipt->hash);
		if (prove(m, event, receipt))
			json = evidence_json(receipt, member(event, "said"));
	}
	buf_release(&entry);
	free(receipt);
	return json;
}

static bool add_events(struct making *m)
{
	json_t *all = json_array(), *event, *json;
	size_t i;
	bool good = true;
	char *text;

	json_array_foreach(json_object_get(m->known, "events"), i, event) {
		json = evidence_of(m, event);
		good = good && json;
		json_array_append_new(all, json ? json : json_null());
	}
	json = json_pack("{s:s, s:I, s:o}", "order", member(m->known, "name"), "id",
	                 json_integer_value(json_object_get(m->known, "order")), "events", all);
	text = json_dumps(json, JSON_INDENT(1) | JSON_SORT_KEYS);
	add_text(m, "bundle.json", text);
	free(text);
	json_decref(json);
	return good;
}

/* For who opens the archive one day, whatever the operator's language is. */
static void add_readme(struct making *m)
{
	const char *name = member(m->known, "name");
	bool ukrainian = i18n_is_ukrainian();
	char *text;

	i18n_speak("uk");
	text = xasprintf(
	        _("Order No. %1$s\n\n"
	          "order.txt is the text as it was issued, order.pdf the paper that was "
	          "made of it,\nbundle.json what was done with it, event by event, with the "
	          "proof that each\nstands in the log that is published, and %2$s the "
	          "SHA-256 of each file.\n"
	          "photos/ has the photos of the places, each named by its SHA-256, "
	          "which stands in an\nevent; of a photo that is not there the event "
	          "has the hash alone.\n"
	          "files/ has what came to the order, such as answers under a qualified "
	          "signature,\nbyte by byte; nobody has verified these signatures.\n"
	          "What the owner's mail server said when it took a mail is in its event: "
	          "no proof\nthat anybody has read it.\n\n"
	          "To check all of it on any computer that has Varta's programs, "
	          "without a database:\n\n"
	          "    vartactl audit verify-bundle FILE --public-key KEY\n\n"
	          "KEY is the public key of the log: it stands in the published tree, "
	          "and the witnesses\nof the log have it, too.\n"),
	        name, BUNDLE_SUMS);
	i18n_speak(ukrainian ? "uk" : "en");
	add_text(m, "README.txt", text);
	free(text);
}

/* The order, and its PDF where there is one. */
static bool ask(struct making *m, const char *number)
{
	static const char sql[] = "select b - 'pdf', decode(coalesce(b ->> 'pdf', ''), 'hex') "
	                          "from api.order_bundle($1) b";
	PGresult *res = db_call(m->cli->conn, sql, 1, (const char *const[]){number}, &m->status);
	unsigned char *pdf;
	size_t len;

	if (!res)
		return false;
	m->known = json_loads(PQgetvalue(res, 0, 0), 0, NULL);
	pdf = PQunescapeBytea((const unsigned char *)PQgetvalue(res, 0, 1), &len);
	if (pdf && len)
		bundle_add(&m->bundle, "order.pdf", pdf, len);
	PQfreemem(pdf);
	PQclear(res);
	if (!len)
		log_warnx("%s", _("there is no PDF of it yet: the archive is without it"));
	return m->known != NULL;
}

static bool make(struct making *m, const char *number)
{
	struct tile_reader reader = {.read = read_tile, .arg = m};

	if (!ask(m, number))
		return false;
	m->size = (uint64_t)json_integer_value(json_object_get(m->known, "size"));
	m->nodes = m->size ? tile_nodes_new(&reader, m->size) : NULL;
	add_text(m, "order.txt", member(m->known, "text"));
	add_readme(m);
	return bundle_files_add(m->cli, &m->bundle, number, &m->status) &&
	       bundle_photos_add(m->cli, &m->bundle, number, &m->status) && add_events(m);
}

static enum exit_code order_bundle(struct cli *cli, int argc, char **args)
{
	struct making *m = xcalloc(1, sizeof(*m));
	struct buf out = {0};
	char *complaint = NULL;
	enum exit_code status = EXIT_FAILED;

	m->cli = cli;
	m->status = EXIT_FAILED;
	if (!make(m, args[0]))
		status =
		        m->status == EXIT_OK ? EXIT_FAILED : m->status; /* or no database's fault */
	else if ((complaint = bundle_write(&m->bundle, &out)))
		log_warnx("%s", complaint);
	else if (file_write(args[1], out.data, out.len))
		status = EXIT_OK;
	free(complaint);
	buf_release(&out);
	tile_nodes_free(m->nodes);
	bundle_release(&m->bundle);
	json_decref(m->known);
	free(m);
	return status;
}

const struct command order_bundle_commands[] = {
        {.name = "order bundle",
         .usage = "NUMBER FILE",
         .help = N_("write an archive about an order that a court can check"),
         .min_args = 2,
         .max_args = 2,
         .run = order_bundle},
        {0},
};
