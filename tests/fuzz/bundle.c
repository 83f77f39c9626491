/* An archive about an order, of foreign origin: nothing but what bundle_write() makes is taken, and
 * what is taken is written again as it was. */
#include "lib/bundle/bundle.h"
#include "lib/bundle/evidence.h"

#include "lib/base/xmalloc.h"
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>

#define KEY "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"

static void check_evidence(const uint8_t *data, size_t size)
{
	json_t *json = json_loadb((const char *)data, size, 0, NULL);
	struct evidence evidence;
	struct note_key key;

	MUST(note_key_parse(KEY, strlen(KEY), &key));
	evidence_read(json, &key, &evidence);
	evidence_release(&evidence);
	json_decref(json);
}

static void check_archive(const uint8_t *data, size_t size)
{
	struct bundle *bundle = xcalloc(1, sizeof(*bundle));
	char *complaint = bundle_read(data, size, bundle);

	MUST(complaint || bundle_find(bundle, BUNDLE_SUMS));
	free(complaint);
	bundle_release(bundle);
	free(bundle);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size == 0)
		return 0;
	(data[0] & 1 ? check_evidence : check_archive)(data + 1, size - 1);
	return 0;
}
