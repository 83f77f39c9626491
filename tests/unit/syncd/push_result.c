/* What peers answer to a push: each shape in which a FixMyStreet or another server says that it has
 * the update, that it had it already, that it never will, and everything that is no such answer.
 *
 * uses: syncd/push/push_result.c
 */
#include "syncd/push/push_result.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define JSON  "application/json; charset=utf-8"
#define ERROR "{\"errors\":{\"code\":400,\"description\":\"Bad request: "

struct answer_example {
	long status;
	const char *type, *body;
	const char *why; /* NULL: nothing is wrong */
};

static void check(const struct answer_example *examples, size_t n, enum push_result_kind kind)
{
	for (size_t i = 0; i < n; i++) {
		const struct answer_example *e = &examples[i];
		struct push_result v = push_result_judge("update_id", e->status, e->type, e->body,
		                                         strlen(e->body));

		if (v.kind != kind)
			fail_msg("%ld %s: %d", e->status, e->body, v.kind);
		if (e->why)
			assert_string_equal(v.why, e->why);
		else
			assert_null(v.why);
		push_result_release(&v);
	}
}

#define CHECK(examples, kind) check(examples, sizeof(examples) / sizeof(*(examples)), kind)

static void test_delivered(void **state)
{
	static const struct answer_example examples[] = {
	        {200, JSON, "{\"service_request_updates\":{\"update_id\":5}}", NULL},
	        {200, "application/json", "{\"service_request_updates\":[{\"update_id\":\"5\"}]}",
	         NULL},
	        {201, "Application/JSON;x=y", "[{\"update_id\":\"a-5\"}]", NULL},
	        {200, JSON, "{\"update_id\":5,\"description\":\"not found\"}", NULL},
	        {200, "text/json", "[{\"service_request_updates\":{\"update_id\":0}}]", NULL},
	};

	CHECK(examples, PUSH_RESULT_DELIVERED);
}

/* It has something of that number: what, is not said. */
static void test_exists(void **state)
{
	static const struct answer_example examples[] = {
	        {400, JSON, ERROR "already exists\"}}", NULL},
	        {400, JSON, "[{\"code\":400,\"description\":\"update Already Exists\"}]", NULL},
	        {200, JSON, ERROR "already exists\"}}", NULL},
	};

	CHECK(examples, PUSH_RESULT_EXISTS);
}

static void test_refused(void **state)
{
	static const char unknown[] = "the peer does not know this request";
	static const struct answer_example examples[] = {
	        {400, JSON, ERROR "not found\"}}", unknown},
	        {404, JSON, "{\"errors\":[{\"description\":\"Not found\"}]}", unknown},
	        {200, JSON, "{\"errors\":{\"code\":400,\"description\":\"not found\"}}", unknown},
	        {400, JSON, ERROR "status\"}}", "the peer refuses it"},
	};

	CHECK(examples, PUSH_RESULT_REFUSED);
}

static void test_again(void **state)
{
	static const char shapeless[] = "the peer's answer has no update_id";
	static const struct answer_example examples[] = {
	        {200, "text/html", "{\"update_id\":5}", "the peer's answer is no JSON"},
	        {200, "application/jsonp", "{\"update_id\":5}", "the peer's answer is no JSON"},
	        {200, NULL, "{\"update_id\":5}", "the peer's answer is no JSON"},
	        {200, JSON, "{\"service_request_updates\":{\"upd",
	         "the peer answers 200 with broken JSON"},
	        {200, JSON, "", "the peer answers 200 with broken JSON"},
	        {200, JSON, "{}", shapeless},
	        {200, JSON, "[]", shapeless},
	        {200, JSON, "null", "the peer answers 200 with broken JSON"},
	        {200, JSON, "{\"update_id\":\"\"}", shapeless},
	        {200, JSON, "{\"service_request_updates\":7,\"update_id\":5}", shapeless},
	        {200, JSON, "{\"update_id\":5,\"errors\":{}}", shapeless},
	        {400, "text/html", "not found", "the peer answers 400"},
	        {400, JSON, "{}", "the peer answers 400"},
	        {400, JSON, ERROR "api_key\"}}", "the peer refuses our key"},
	        {400, JSON, ERROR "jurisdiction_id\"}}", "the peer does not know our jurisdiction"},
	        {403, JSON, "[{\"code\":403,\"description\":\"Invalid api_key\"}]",
	         "the peer answers 403"},
	        {404, "text/html", "<h1>Not found</h1>", "the peer answers 404"},
	        {302, "text/html", "", "the peer answers 302"},
	        {500, JSON, ERROR "already exists\"}}", "the peer answers 500"},
	        {502, NULL, "", "the peer answers 502"},
	};

	CHECK(examples, PUSH_RESULT_AGAIN);
}

/* What the peer says is shown to operators: harmless and short. */
static void test_said(void **state)
{
	static const char body[] = "[{\"code\":400,\"description\":\"\\u001b[31mnot found\\n"
	                           "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	                           "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	                           "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	                           "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	                           "\"}]";
	struct push_result v = push_result_judge("update_id", 400, JSON, body, strlen(body));

	assert_non_null(v.said);
	assert_null(strchr(v.said, '\x1b'));
	assert_null(strchr(v.said, '\n'));
	assert_true(strlen(v.said) < 210);
	push_result_release(&v);
}

/* A server that has no number of its own for an update says which request it was. */
static void test_receipt(void **state)
{
	static const struct {
		const char *body;
		enum push_result_kind kind;
	} examples[] = {
	        {"{\"service_requests\":{\"request\":{\"service_request_id\":\"12-2026\"}}}",
	         PUSH_RESULT_DELIVERED},
	        {"[{\"service_request_id\":7}]", PUSH_RESULT_DELIVERED},
	        {"{\"service_request_updates\":{\"update_id\":5}}", PUSH_RESULT_AGAIN},
	        {"[{\"code\":\"404\",\"description\":\"Service request not found.\"}]",
	         PUSH_RESULT_REFUSED},
	};

	for (size_t i = 0; i < sizeof(examples) / sizeof(*examples); i++) {
		struct push_result v =
		        push_result_judge("service_request_id", 200, JSON, examples[i].body,
		                          strlen(examples[i].body));

		assert_int_equal(v.kind, examples[i].kind);
		push_result_release(&v);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_delivered), cmocka_unit_test(test_exists),
	        cmocka_unit_test(test_refused),   cmocka_unit_test(test_again),
	        cmocka_unit_test(test_said),      cmocka_unit_test(test_receipt),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
