/* What other GeoReport servers show, as JSON, XML or neither, and what they answer to a push.
 *
 * uses: syncd/open311/peer_page.c syncd/open311/peer_item.c syncd/open311/media_fields.c
 * syncd/open311/xml_tree.c syncd/push/push_result.c syncd/push/shown_update.c
 * syncd/push/text_match.c
 */
#include "syncd/open311/peer_page.h"

#include "lib/base/text.h"
#include "syncd/push/push_result.h"
#include "syncd/push/shown_update.h"
#include "syncd/push/text_match.h"
#include "tests/fuzz/fuzz.h"

static void check_text(const char *s)
{
	MUST(!s || utf8_valid(s, strlen(s), NULL));
	MUST(!s || !strpbrk(s, "\x1b\n\r"));
}

static void check_page(long status, const char *type, const char *s, size_t len)
{
	struct peer_page page = peer_page_read(status, type, s, len);
	char *text = page.items ? json_dumps(page.items, JSON_COMPACT) : NULL;

	MUST(page.items ? json_is_array(page.items) && text : page.why || page.gone);
	check_text(page.why);
	check_text(page.said);
	free(text);
	peer_page_release(&page);
}

/* A note of ours is looked for in what was shown. */
static void check_sameness(const char *s, size_t len)
{
	json_t *tree = json_loadb(s, len, JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL);

	text_match_in(tree, "Дякуємо");
	json_decref(tree);
	shown_update_find(s, len, "5", "u5", "Дякуємо");
}

static void check_result(const char *receipt, long status, const char *type, const char *s,
                         size_t len)
{
	struct push_result result = push_result_judge(receipt, status, type, s, len);

	MUST(result.kind == PUSH_RESULT_DELIVERED || result.kind == PUSH_RESULT_EXISTS ||
	     result.why);
	check_text(result.why);
	check_text(result.said);
	push_result_release(&result);
}

/* A whole answer ends with a NUL, as client.h says. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *s = malloc(size + 1);
	const char *type;

	MUST(s);
	memcpy(s, data, size);
	s[size] = '\0';
	type = s[strspn(s, " \t\r\n")] == '<' ? "text/xml; charset=utf-8" : "application/json";
	check_page(200, type, s, size);
	check_page(400, type, s, size);
	check_result("update_id", 200, "application/json; charset=utf-8", s, size);
	check_result("service_request_id", 400, "application/json", s, size);
	check_sameness(s, size);
	free(s);
	return 0;
}
