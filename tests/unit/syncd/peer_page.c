/* What GeoReport servers show: every shape that real ones have, read into the same items; and
 * everything that is no answer, with a reason in which nothing of it is quoted.
 *
 * uses: syncd/open311/peer_page.c syncd/open311/peer_item.c syncd/open311/media_fields.c
 * syncd/open311/xml_tree.c
 */
#include "syncd/open311/peer_page.h"

#include "lib/base/xmalloc.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define JSON "application/json; charset=utf-8"
#define XML  "text/xml; charset=utf-8"

static struct peer_page read_page(long status, const char *type, const char *body)
{
	return peer_page_read(status, type, body, strlen(body));
}

static const char *field(const struct peer_page *page, size_t i, const char *name)
{
	return json_string_value(json_object_get(json_array_get(page->items, i), name));
}

/* The same request, in each way to wrap it. */
static void test_shapes(void **state)
{
	static const struct {
		const char *type, *body;
	} shapes[] = {
	        {JSON, "[{\"service_request_id\":7,\"lat\":50.45,\"long\":\"30.5\"}]"},
	        {JSON, "{\"service_request_id\":\" 7 \",\"lat\":\"50.45\",\"lon\":30.5}"},
	        {JSON, "{\"service_requests\":[{\"service_request_id\":\"7\",\"lat\":50.45,"
	               "\"long\":30.50}]}"},
	        {"text/plain", "\xEF\xBB\xBF\n{\"requests\":[{\"service_request_id\":7,"
	                       "\"lat\":[50.45],\"lng\":30.5}],\"meta\":{\"total\":1}}"},
	        {JSON, "{\"service_requests\":{\"request\":{\"service_request_id\":7,"
	               "\"lat\":50.45,\"long\":30.5}}}"},
	        {XML, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<service_requests "
	              "type=\"array\"><request><service_request_id>\n 7 </service_request_id>"
	              "<lat>50.45</lat><long>30.5</long></request></service_requests>"},
	        {NULL, "<s:service_requests xmlns:s=\"urn:x\"><s:request><s:service_request_id>7"
	               "</s:service_request_id><s:lat><![CDATA[50.45]]></s:lat><s:lon>30.5</s:lon>"
	               "</s:request></s:service_requests>"},
	        {XML, "<response><item key=\"0\"><service_request_id>7</service_request_id>"
	              "<lat>50.45</lat><long>30.5</long></item></response>"},
	        {XML, "<request><service_request_id>7</service_request_id><lat>50.45</lat>"
	              "<long>30.5</long></request>"},
	};

	for (size_t i = 0; i < sizeof(shapes) / sizeof(*shapes); i++) {
		struct peer_page page = read_page(200, shapes[i].type, shapes[i].body);

		if (page.why)
			fail_msg("%s: %s", shapes[i].body, page.why);
		assert_int_equal(json_array_size(page.items), 1);
		assert_string_equal(field(&page, 0, "external_id"), "7");
		assert_string_equal(field(&page, 0, "lat"), "50.45");
		assert_string_equal(field(&page, 0, "long"), "30.5");
		assert_null(field(&page, 0, "fault"));
		peer_page_release(&page);
	}
}

static void test_empty(void **state)
{
	static const char *const bodies[] = {"[]",
	                                     "{\"service_requests\":[]}",
	                                     "{\"requests\":null}",
	                                     "<service_requests/>",
	                                     "<service_requests>\n</service_requests>",
	                                     "<response></response>"};

	for (size_t i = 0; i < sizeof(bodies) / sizeof(*bodies); i++) {
		struct peer_page page = read_page(200, NULL, bodies[i]);

		if (page.why || json_array_size(page.items) != 0)
			fail_msg("%s: %s", bodies[i], page.why ? page.why : "not empty");
		peer_page_release(&page);
	}
}

static void test_no_answer(void **state)
{
	static const struct {
		long status;
		const char *type, *body, *why, *said;
	} examples[] = {
	        {200, "text/html; charset=utf-8", "<html/>", "the peer's answer is HTML", NULL},
	        {500, "text/html", "<html/>", "the peer answers 500", NULL},
	        {502, NULL, "", "the peer answers 502", NULL},
	        {200, JSON, " \n", "the peer's answer is empty", NULL},
	        {200, JSON, "Hello", "the peer's answer is neither JSON nor XML", NULL},
	        {200, JSON, "[{\"a\":1,\n\"service_code\":006}]", "line 2 of the JSON is broken",
	         NULL},
	        {200, JSON, "{\"service_requests\":[{\"serv", "line 1 of the JSON is broken", NULL},
	        {200, XML, "<service_requests>\n<request>\n</service_requests>",
	         "line 3 of the XML is broken", NULL},
	        {200, XML,
	         "<!DOCTYPE a [<!ENTITY b \"c\">]><service_requests>&b;</service_requests>",
	         "the XML has a document type", NULL},
	        {200, JSON, "[{\"service_code\":\"1\",\"service_name\":\"x\"}]",
	         "there are no service requests in the peer's answer", NULL},
	        {200, XML, "<services/>", "there are no service requests in the peer's answer",
	         NULL},
	        {200, JSON, "{\"errors\":[{\"code\":400,\"description\":\"no\\u001b[1m\"}]}",
	         "the peer answers with an error", "no␛[1m"},
	        {400, JSON, "[{\"code\":400,\"description\":\"bad date\"}]", "the peer answers 400",
	         "bad date"},
	        {403, XML,
	         "<errors><error><code>403</code><description>key</description></error></errors>",
	         "the peer answers 403", "key"},
	};

	for (size_t i = 0; i < sizeof(examples) / sizeof(*examples); i++) {
		struct peer_page page =
		        read_page(examples[i].status, examples[i].type, examples[i].body);

		assert_null(page.items);
		assert_false(page.gone);
		assert_string_equal(page.why, examples[i].why);
		if (examples[i].said)
			assert_string_equal(page.said, examples[i].said);
		else
			assert_null(page.said);
		peer_page_release(&page);
	}
}

/* Only the server's own words say that a request is gone, not any page that somebody put there. */
static void test_gone(void **state)
{
	struct peer_page page = read_page(404, JSON, "[{\"code\":404,\"description\":\"none\"}]");

	assert_true(page.gone);
	peer_page_release(&page);
	page = read_page(404, "text/html", "<html/>");
	assert_false(page.gone);
	peer_page_release(&page);
}

static void test_fields(void **state)
{
	struct peer_page page = read_page(
	        200, JSON,
	        "[{\"service_request_id\":\"A-1\",\"service_code\":6,\"service_name\":\"Яма\","
	        "\"status\":\"Open\",\"status_notes\":[{\"note\":1}],\"lat\":0.0,\"long\":\"0\","
	        "\"title\":\"Яма\",\"detail\":\"Глибока\",\"description\":\"Яма: Глибока\","
	        "\"media_url\":[\"a\",\"b\"],\"non_public\":1,\"requestor_name\":\"Іван Петренко\","
	        "\"agency_responsible\":{\"recipient\":[\"x\"]},\"address\":null,\"zipcode\":\"\"},"
	        "{\"service_request_id\":1e3,\"lat\":1e-7,\"long\":-0.5,"
	        "\"description\":\"a\\u0000b\\r\\n\"},"
	        "{\"service_request_id\":8,\"lat\":{\"a\":1},\"description\":[1,2]},"
	        "\"x\",{\"service_code\":\"1\"}]");

	assert_null(page.why);
	assert_int_equal(json_array_size(page.items), 5);
	assert_string_equal(field(&page, 0, "service_code"), "6");
	assert_string_equal(field(&page, 0, "status"), "Open");
	assert_string_equal(field(&page, 0, "description"), "Яма\n\nГлибока");
	assert_string_equal(field(&page, 0, "first_name"), "Іван Петренко");
	assert_true(json_is_true(json_object_get(json_array_get(page.items, 0), "private")));
	for (const char *const *name = (const char *const[]){"lat", "long", "status_notes",
	                                                     "address", "fault", "title", NULL};
	     *name; name++)
		assert_null(field(&page, 0, *name));
	assert_string_equal(field(&page, 0, "media_url"), "a");
	assert_int_equal(
	        json_array_size(json_object_get(json_array_get(page.items, 0), "media_urls")), 2);
	assert_string_equal(field(&page, 1, "external_id"), "1000");
	assert_string_equal(field(&page, 1, "lat"), "0.0000001");
	assert_string_equal(field(&page, 1, "long"), "-0.5");
	assert_string_equal(field(&page, 1, "description"), "a\xEF\xBF\xBD"
	                                                    "b");
	assert_string_equal(field(&page, 2, "fault"), "lat: a text or a number is expected");
	assert_string_equal(field(&page, 3, "fault"), "this is no request");
	assert_null(field(&page, 4, "external_id"));
	peer_page_release(&page);
}

/* What was sent is kept, item by item. */
static void test_raw(void **state)
{
	struct peer_page page = read_page(200, JSON, "[{\"service_request_id\":7, \"x\":[1]}]");

	assert_string_equal(field(&page, 0, "raw"), "{\"service_request_id\":7,\"x\":[1]}");
	assert_string_equal(field(&page, 0, "content_type"), "application/json");
	peer_page_release(&page);
	page = read_page(200, XML,
	                 "<service_requests><request a=\"1\"><service_request_id>7"
	                 "</service_request_id><x/></request></service_requests>");
	assert_string_equal(
	        field(&page, 0, "raw"),
	        "<request a=\"1\"><service_request_id>7</service_request_id><x/></request>");
	assert_string_equal(field(&page, 0, "content_type"), "text/xml");
	peer_page_release(&page);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_shapes),    cmocka_unit_test(test_empty),
	        cmocka_unit_test(test_no_answer), cmocka_unit_test(test_gone),
	        cmocka_unit_test(test_fields),    cmocka_unit_test(test_raw),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
