/* Reads the entries of receipts. */
#include "lib/merkle/receipt_entry.h"

#include "lib/base/i18n.h"

#include <string.h>

/* [city, event, request, time, who, origin, verb] */
enum { AT_REQUEST = 2, AT_TIME = 3, AT_VERB = 6, AT_COUNT = 7 };

const char *receipt_entry_read(const struct receipt *receipt, struct receipt_entry *entry)
{
	size_t len = receipt->entry_len;
	json_t *line = len > MERKLE_HASH_SIZE ? json_loadb((const char *)receipt->entry,
	                                                   len - MERKLE_HASH_SIZE, 0, NULL)
	                                      : NULL;
	const json_t *request = json_array_get(line, AT_REQUEST);
	const json_t *time = json_array_get(line, AT_TIME);
	const char *verb = json_string_value(json_array_get(line, AT_VERB));
	bool ok = json_array_size(line) == AT_COUNT && json_is_integer(request) &&
	          json_is_integer(time) && verb && strcmp(verb, "received") == 0;

	if (ok) {
		entry->request = json_integer_value(request);
		entry->at = json_integer_value(time);
	}
	json_decref(line);
	return ok ? NULL : _("the entry does not say that something was received");
}
