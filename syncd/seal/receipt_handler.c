/* Gives out what proves that a report is in the log, to whoever has its receipt. */
#include "lib/base/text.h"
#include "lib/base/xmalloc.h"
#include "lib/db/db_params.h"
#include "lib/db/db_result.h"
#include "lib/merkle/receipt.h"
#include "lib/merkle/tile.h"
#include "syncd/http/http_request.h"
#include "syncd/seal/handlers.h"
#include "syncd/seal/seal_tree.h"

#include <stdlib.h>
#include <string.h>

#define SUFFIX ".json"

static const struct db_stmt find_receipt = {
        "receipt", "select number, encode(entry, 'hex') as entry, leaf from sync.receipt($1::text)",
        1};

static void unknown(struct http_request *req)
{
	http_request_error(req, 404, "there is no such receipt");
}

/* Two digits of hexadecimal, as PostgreSQL writes them. */
static unsigned char byte_of(const char *hex)
{
	static const char digits[] = "0123456789abcdef";

	return (unsigned char)((strchr(digits, hex[0]) - digits) << 4 |
	                       (strchr(digits, hex[1]) - digits));
}

static bool read_entry(struct receipt *receipt, const char *hex)
{
	receipt->entry_len = strlen(hex) / 2;
	if (receipt->entry_len > RECEIPT_ENTRY_MAX)
		return false;
	for (size_t i = 0; i < receipt->entry_len; i++)
		receipt->entry[i] = byte_of(hex + 2 * i);
	merkle_leaf(receipt->entry, receipt->entry_len, &receipt->hash);
	return true;
}

/* A batch is sealed a moment before it is signed: until then it is as if it were not. */
static void add_proof(struct receipt *receipt, const struct seal_tree *tree, const char *leaf)
{
	if (!leaf || !tree)
		return;
	receipt->leaf = strtoull(leaf, NULL, 10);
	receipt->sealed = seal_tree_prove(tree, receipt->leaf, &receipt->proof, receipt->checkpoint,
	                                  sizeof(receipt->checkpoint));
}

static void on_receipt(struct http_request *req, const PGresult *res)
{
	struct receipt *receipt;
	json_t *json;

	if (!PQntuples(res)) {
		unknown(req);
		return;
	}
	receipt = xcalloc(1, sizeof(*receipt));
	if (!read_entry(receipt, db_result_text(res, 0, "entry"))) {
		http_request_error(req, 500, "the receipt cannot be given");
	} else {
		add_proof(receipt, req->context, db_result_text(res, 0, "leaf"));
		json = receipt_json(receipt, db_result_text(res, 0, "number"));
		http_request_answer(req, 200, "receipt", json);
		json_decref(json);
	}
	free(receipt);
}

void handle_receipt(struct http_request *req)
{
	size_t len = strlen(req->key), suffix = strlen(SUFFIX);
	struct db_params params = {0};

	if (len <= suffix || strcmp(req->key + len - suffix, SUFFIX) != 0) {
		unknown(req);
		return;
	}
	db_params_own(&params, xstrndup(req->key, len - suffix));
	http_request_query(req, &find_receipt, params.text, on_receipt);
	db_params_release(&params);
}
