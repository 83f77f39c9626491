/* Configuration files: read, or refused with a complaint that names the file and a line.
 */
#include "lib/program/conf.h"

#include "lib/base/text.h"
#include "tests/fuzz/fuzz.h"

struct fuzz_settings {
	char *text, *deep;
	int number, pause;
	bool flag;
	char **list;
};

static const struct conf_key keys[] = {
        {"text", CONF_STRING, offsetof(struct fuzz_settings, text), 0, 0},
        {"part.deep", CONF_STRING, offsetof(struct fuzz_settings, deep), 0, 0},
        {"part.number", CONF_INT, offsetof(struct fuzz_settings, number), -5, 5},
        {"part.pause", CONF_MS, offsetof(struct fuzz_settings, pause), 100, 3600000},
        {"flag", CONF_BOOL, offsetof(struct fuzz_settings, flag), 0, 0},
        {"list", CONF_LIST, offsetof(struct fuzz_settings, list), 0, 0},
        {NULL, CONF_STRING, 0, 0, 0},
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_settings settings = {0};
	char *why = conf_read_text("varta.yaml", (const char *)data, size, keys, &settings);

	MUST(!why || strncmp(why, "varta.yaml:", 11) == 0);
	MUST(why || (settings.number >= -5 && settings.number <= 5));
	MUST(why || !settings.pause || (settings.pause >= 100 && settings.pause <= 3600000));
	free(why);
	conf_release(keys, &settings);
	return 0;
}
