/* What a peer has under the number of an update: that update, another thing, or nothing that can be
 * seen. A FixMyStreet keeps residents' comments in the same column.
 *
 * uses: syncd/push/shown_update.c syncd/push/text_match.c
 */
#include "syncd/push/shown_update.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void test_each(void **state)
{
	static const struct {
		const char *body;
		enum shown_update found;
	} examples[] = {
	        {"[{\"update_id\":\"5\",\"description\":\"Так\"}]", SHOWN_UPDATE_SAME},
	        {"{\"service_request_updates\":[{\"update_id\":5,\"description\":\"<p>Так</p>\"}]}",
	         SHOWN_UPDATE_SAME},
	        {"[{\"update_id\":\"u5\",\"description\":\"Так\"}]", SHOWN_UPDATE_SAME},
	        {"[{\"update_id\":5,\"description\":\"Ні\"},{\"update_id\":\"u5\",\"description\":"
	         "\"Так\"}]",
	         SHOWN_UPDATE_SAME},
	        {"[{\"update_id\":\"u5\",\"description\":\"Так\"},{\"update_id\":5,\"description\":"
	         "\"Ні\"}]",
	         SHOWN_UPDATE_SAME},
	        {"[{\"update_id\":\"5\",\"description\":\"Ні\"}]", SHOWN_UPDATE_OTHER},
	        {"[{\"update_id\":5,\"description\":null}]", SHOWN_UPDATE_OTHER},
	        {"[{\"update_id\":\"50\",\"description\":\"Так\"}]", SHOWN_UPDATE_NOT},
	        {"[{\"service_request_id\":5,\"description\":\"Так\"}]", SHOWN_UPDATE_NOT},
	        {"{\"errors\":{\"code\":400,\"description\":\"Bad request: POST\"}}",
	         SHOWN_UPDATE_NOT},
	        {"[]", SHOWN_UPDATE_NOT},
	        {"<html>5</html>", SHOWN_UPDATE_NOT},
	        {"", SHOWN_UPDATE_NOT},
	};

	for (size_t i = 0; i < sizeof(examples) / sizeof(*examples); i++)
		if (shown_update_find(examples[i].body, strlen(examples[i].body), "5", "u5",
		                      "Так") != examples[i].found)
			fail_msg("%s", examples[i].body);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_each)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
