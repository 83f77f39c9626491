/* Writes, reads and checks the events of a bundle. */
#include "lib/bundle/evidence.h"

#include "lib/base/i18n.h"
#include "lib/base/xmalloc.h"

#include <openssl/sha.h>
#include <stdlib.h>
#include <string.h>

enum { LINE_VERB = 6, LINE_MEMBERS = 7, SAID_AFTER = 3, SAID_MEMBERS = 4 };

json_t *evidence_json(const struct receipt *receipt, const char *said)
{
	json_t *json = receipt_json(receipt, NULL);

	json_object_set_new(json, "said", json_string(said));
	return json;
}

/* The event alone, as a receipt. */
static const char *read_receipt(const json_t *json, struct receipt *receipt)
{
	json_t *alone = json_copy((json_t *)json);
	const char *why;
	char *text;

	json_object_del(alone, "said");
	text = json_dumps(alone, JSON_COMPACT);
	json_decref(alone);
	why = text ? receipt_parse(text, strlen(text), receipt) : _("it is not an object of JSON");
	free(text);
	return why;
}

/* The entry is the line, and behind it the hash of what the event says. */
static const char *read_said(const json_t *json, const struct receipt *receipt,
                             struct evidence *evidence)
{
	const json_t *said = json_object_get(json, "said");
	unsigned char hash[SHA256_DIGEST_LENGTH];
	size_t line_len = receipt->entry_len - sizeof(hash);

	if (!json_is_string(said) || receipt->entry_len <= sizeof(hash))
		return _("'said' is no text");
	SHA256((const unsigned char *)json_string_value(said), json_string_length(said), hash);
	if (memcmp(hash, receipt->entry + line_len, sizeof(hash)) != 0)
		return _("the event says something else than the log has");
	evidence->line = json_loadb((const char *)receipt->entry, line_len, 0, NULL);
	evidence->said = json_loadb(json_string_value(said), json_string_length(said), 0, NULL);
	if (json_array_size(evidence->line) < LINE_MEMBERS ||
	    json_array_size(evidence->said) != SAID_MEMBERS)
		return _("this is no event");
	return NULL;
}

const char *evidence_read(const json_t *json, const struct note_key *key, struct evidence *evidence)
{
	struct receipt *receipt = xcalloc(1, sizeof(*receipt));
	struct checkpoint checkpoint;
	const char *why;

	*evidence = (struct evidence){0};
	why = json_is_object(json) ? read_receipt(json, receipt) : _("it is not an object of JSON");
	if (!why && receipt->sealed)
		why = receipt_check(receipt, key, &checkpoint);
	if (!why)
		why = read_said(json, receipt, evidence);
	if (!why && receipt->sealed) {
		evidence->sealed = true;
		evidence->size = checkpoint.size;
	}
	free(receipt);
	return why;
}

void evidence_release(struct evidence *evidence)
{
	json_decref(evidence->line);
	json_decref(evidence->said);
	*evidence = (struct evidence){0};
}

const char *evidence_verb(const struct evidence *evidence)
{
	const char *verb = json_string_value(json_array_get(evidence->line, LINE_VERB));

	return verb ? verb : "";
}

const json_t *evidence_after(const struct evidence *evidence, const char *name)
{
	return json_object_get(json_array_get(evidence->said, SAID_AFTER), name);
}
