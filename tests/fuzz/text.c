/* What a resident wrote, on its way to a terminal: no byte of it acts there, and it has a width.
 */
#include "lib/base/text.h"

#include "tests/fuzz/fuzz.h"

static void check(const char *s, size_t len, enum text_lines lines)
{
	char *visible = text_visible(s, len, lines);
	struct text_line *wrapped;
	size_t n;

	MUST(utf8_valid(visible, strlen(visible), NULL));
	for (const unsigned char *p = (const unsigned char *)visible; *p; p++) {
		MUST(*p >= 0x20 || (*p == '\n' && lines != TEXT_ONE_LINE));
		MUST(*p != 0x7f && !(*p == 0xc2 && p[1] < 0xa0));
	}
	MUST(text_width(visible) >= 0);
	n = text_wrap(visible, 20, &wrapped);
	MUST(n > 0);
	for (size_t i = 0; i < n; i++)
		MUST(wrapped[i].start + wrapped[i].len <= strlen(visible));
	free(wrapped);
	free(visible);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	check((const char *)data, size, TEXT_ONE_LINE);
	check((const char *)data, size, TEXT_KEEP_LINES);
	return 0;
}
