/* Calls as plain structs: a report with everything in it, each field that can be wrong, comments,
 * filters, and the traps in dates. Nothing here knows HTTP or a database.
 *
 * uses: syncd/open311/georeport.c syncd/open311/comment.c syncd/open311/media_fields.c
 * syncd/open311/request_filter.c syncd/open311/text_fields.c syncd/open311/date.c
 * syncd/content/form.c syncd/content/params.c syncd/content/problem.c
 */
#include "syncd/open311/georeport.h"

#include "syncd/content/form.h"
#include "syncd/open311/date.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define GOOD "service_code=road&lat=50.4501&long=30.5234"

enum { NOW = 1795362194 }; /* 2026-11-22T15:43:14Z */

static struct params decode(const char *form)
{
	struct params params = {0};
	struct problem p = {0};

	assert_true(form_decode(form, strlen(form), &params, &p));
	return params;
}

/* The item as JSON, to be freed. */
static char *item_of(const char *form)
{
	struct params params = decode(form);
	struct problem p = {0};
	struct georeport report;
	json_t *item;
	char *text;

	assert_true(georeport_read(&params, &report, &p));
	item = georeport_item(&report, "RAW", "TYPE");
	text = json_dumps(item, JSON_COMPACT | JSON_REAL_PRECISION(15));
	json_decref(item);
	georeport_release(&report);
	params_release(&params);
	return text;
}

static void a_whole_report(void **state)
{
	char *text = item_of(
	        "long=30.5234&attribute%5Bfixmystreet_id%5D=4&email=o%40example.org&lat=50.4501"
	        "&first_name=Olena&service_code=road&last_name=Koval&description=a%0D%0A%0D%0Ab"
	        "&api_key=k&jurisdiction_id=kyiv&phone=1&device_id=d&account_id=c&media_url=u"
	        "&media_url=v&address_string=street&address_id=7"
	        "&requested_datetime=2026-11-22T17:43:14%2B02:00"
	        "&attribute[size]=big&attribute[tag][]=x&attribute[many]=1&attribute[many]=2");

	assert_string_equal(
	        text, "{\"service_code\":\"road\",\"external_id\":\"4\",\"address\":\"street\","
	              "\"address_id\":\"7\",\"description\":\"a\\r\\n\\r\\nb\",\"email\":\"o@"
	              "example.org\","
	              "\"first_name\":\"Olena\",\"last_name\":\"Koval\",\"phone\":\"1\",\"device_"
	              "id\":\"d\","
	              "\"account_id\":\"c\",\"media_url\":\"u\",\"media_urls\":[\"u\",\"v\"],"
	              "\"lat\":50.4501,\"long\":30.5234,"
	              "\"requested\":\"2026-11-22T15:43:14Z\",\"attributes\":{\"size\":\"big\","
	              "\"tag\":[\"x\"],\"many\":[\"1\",\"2\"]},\"raw\":\"RAW\",\"content_type\":"
	              "\"TYPE\"}");
	free(text);
}

/* The source's zone is known to the database alone. */
static void a_date_without_zone_stays_so(void **state)
{
	char *text = item_of(GOOD "&requested_datetime=2026-11-22+17:43:14.5");

	assert_non_null(strstr(text, "\"requested\":\"2026-11-22T17:43:14\""));
	free(text);
}

static void a_place_in_words_is_enough(void **state)
{
	char *text = item_of("service_code=message&address_string=street+1");

	assert_non_null(strstr(text, "\"lat\":null,\"long\":null"));
	assert_non_null(strstr(text, "\"description\":null"));
	free(text);
}

static void no_place_is_for_the_database_to_judge(void **state)
{
	static const char *const forms[] = {"service_code=question",
	                                    "service_code=question&lat=&long="};

	for (size_t i = 0; i < sizeof(forms) / sizeof(*forms); i++) {
		char *text = item_of(forms[i]);
		assert_non_null(strstr(text, "\"address\":null,\"address_id\":null"));
		assert_non_null(strstr(text, "\"lat\":null,\"long\":null"));
		free(text);
	}
}

typedef bool reader(const struct params *params, struct problem *p);

static void check_problem(reader *read, const char *form, const char *text)
{
	struct params params = decode(form);
	struct problem p = {0};

	assert_false(read(&params, &p));
	assert_int_equal(p.status, 400);
	assert_string_equal(p.text, text);
	problem_release(&p);
	params_release(&params);
}

static bool read_report(const struct params *params, struct problem *p)
{
	struct georeport report;

	return georeport_read(params, &report, p);
}

static bool read_comment(const struct params *params, struct problem *p)
{
	struct geocomment comment;

	return geocomment_read(params, &comment, p);
}

static bool read_filter(const struct params *params, struct problem *p)
{
	json_t *filter = geofilter_read(params, NOW, false, p);

	json_decref(filter);
	return filter;
}

static void bad_reports(void **state)
{
	static const char *const cases[][2] = {
	        {"lat=1&long=1", "service_code: missing"},
	        {"service_code=&lat=1&long=1", "service_code: missing"},
	        {GOOD "&service_code=x", "service_code: given more than once"},
	        {GOOD "&lat=3", "lat: given more than once"},
	        {GOOD "&description=a&description=b", "description: given more than once"},
	        {"service_code=x&lat=50", "long: missing"},
	        {"service_code=x&long=30&address_string=y", "lat: missing"},
	        {"service_code=x&lat=abc&long=1", "lat: 'abc' is not a number from -90 to 90"},
	        {"service_code=x&lat=50,45&long=1", "lat: '50,45' is not a number from -90 to 90"},
	        {"service_code=x&lat=90.1&long=1", "lat: '90.1' is not a number from -90 to 90"},
	        {"service_code=x&lat=1&long=-181", "long: '-181' is not a number from -180 to 180"},
	        {"service_code=x&lat=nan&long=1", "lat: 'nan' is not a number from -90 to 90"},
	        {"service_code=x&lat=0x10&long=1", "lat: '0x10' is not a number from -90 to 90"},
	        {"service_code=x&lat=1e999&long=1", "lat: '1e999' is not a number from -90 to 90"},
	        {"service_code=x&lat=1+&long=1", "lat: '1 ' is not a number from -90 to 90"},
	        {"service_code=x&lat=e&long=1", "lat: 'e' is not a number from -90 to 90"},
	        {GOOD "&requested_datetime=soon",
	         "requested_datetime: 'soon' is not a date such as 2026-11-22T15:43:14Z"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		check_problem(read_report, cases[i][0], cases[i][1]);
}

static void a_comment(void **state)
{
	struct params params =
	        decode("service_request_id=12&update_id=5&status=OPEN&description=x&email=e"
	               "&customer_reference=R-1&external_status_code=W"
	               "&updated_datetime=2026-11-22T17%3A39%3A06%2B02%3A00&first_name=O");
	struct problem p = {0};
	struct geocomment comment;
	json_t *item;
	char *text;

	assert_true(geocomment_read(&params, &comment, &p));
	item = geocomment_item(&comment, "RAW");
	text = json_dumps(item, JSON_COMPACT);
	assert_string_equal(
	        text, "{\"service_request_id\":\"12\",\"update_id\":\"5\",\"status\":\"OPEN\","
	              "\"external_status_code\":\"W\",\"customer_reference\":\"R-1\","
	              "\"description\":\"x\",\"email\":\"e\",\"first_name\":\"O\","
	              "\"last_name\":null,\"media_url\":null,"
	              "\"updated\":\"2026-11-22T15:39:06Z\",\"raw\":\"RAW\"}");
	free(text);
	json_decref(item);
	geocomment_release(&comment);
	params_release(&params);
}

static void bad_comments(void **state)
{
	static const char *const cases[][2] = {
	        {"update_id=5", "service_request_id: missing"},
	        {"service_request_id=12", "update_id: missing"},
	        {"service_request_id=CAP-101&update_id=5",
	         "service_request_id: 'CAP-101' is no number of a request"},
	        {"service_request_id=-1&update_id=5",
	         "service_request_id: '-1' is no number of a request"},
	        {"service_request_id=1234567890123456789&update_id=5",
	         "service_request_id: '1234567890123456789' is no number of a request"},
	        {"service_request_id=1&update_id=5&updated_datetime=x",
	         "updated_datetime: 'x' is not a date such as 2026-11-22T15:43:14Z"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		check_problem(read_comment, cases[i][0], cases[i][1]);
}

static void check_filter(const char *form, bool own, const char *expected)
{
	struct params params = decode(form);
	struct problem p = {0};
	json_t *filter = geofilter_read(&params, NOW, own, &p);
	char *text = json_dumps(filter, JSON_COMPACT);

	assert_string_equal(text, expected);
	free(text);
	json_decref(filter);
	params_release(&params);
}

#define WINDOW "\"from\":\"2026-08-24T15:43:14Z\",\"to\":\"2026-11-22T15:43:15Z\""

static void filters(void **state)
{
	check_filter("", false, "{\"own\":false," WINDOW "}");
	check_filter("status=open,closed", true, "{\"own\":true," WINDOW "}");
	check_filter("status=closed&service_code=a,b", false,
	             "{\"own\":false,\"service_code\":[\"a\",\"b\"],\"status\":\"closed\"," WINDOW
	             "}");
	check_filter("service_request_id=1,x,,22&status=nonsense", false,
	             "{\"own\":false,\"ids\":[1,22]}");
	check_filter("start_date=2026-01-01", false,
	             "{\"own\":false,\"from\":\"2026-01-01T00:00:00Z\",\"to\":\"2026-04-01T00:00:"
	             "01Z\"}");
}

static void bad_filters(void **state)
{
	check_problem(read_filter, "status=OPEN", "status: 'OPEN' is neither open nor closed");
	check_problem(read_filter, "status=open,x", "status: 'x' is neither open nor closed");
	check_problem(read_filter, "status=open,", "status: '' is neither open nor closed");
	check_problem(read_filter, "start_date=2026-11-22&end_date=2026-11-21",
	              "start_date: later than end_date");
	check_problem(read_filter, "start_date=2026-01-01&end_date=2026-11-21",
	              "start_date: more than 90 days before end_date");
}

static void numbers_of_requests(void **state)
{
	static const char *const bad[] = {"", "x", "12x", "-1", "1234567890123456789", "1 "};
	json_t *filter = geofilter_one("42", true);
	char *text = json_dumps(filter, JSON_COMPACT);

	assert_string_equal(text, "{\"own\":true,\"ids\":[42]}");
	free(text);
	json_decref(filter);
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_null(geofilter_one(bad[i], false));
}

/* Each of them is the same second. */
static void dates(void **state)
{
	static const char *const same[] = {
	        "d=2026-11-22T15:43:14Z",        "d=2026-11-22T17:43:14%2B02:00",
	        "d=2026-11-22T17:43:14+02:00",   "d=2026-11-22T17:43:14+0200",
	        "d=2026-11-22T10:43:14-05:00",   "d=2026-11-22T15:43:14.987Z",
	        "d=2026-11-22+15:43:14",         "d=2026-11-22+17:43:14+02:00",
	        "d=2026-11-22T17:43:14.5+02:00", "d=2026-11-22T15:43:14",
	};

	for (size_t i = 0; i < sizeof(same) / sizeof(*same); i++) {
		struct params params = decode(same[i]);
		struct problem p = {0};
		int64_t at = 0;

		assert_int_equal(date_param(&params, "d", &at, &p), DATE_GIVEN);
		assert_int_equal(at, NOW);
		params_release(&params);
	}
}

static void bad_dates(void **state)
{
	static const char *const bad[] = {"d=yesterday", "d=2026-13-01", "d=2026-11-22T25:00:00Z",
	                                  "d=2026-11-22T15:43:14++02:00", "d=22.11.2026"};

	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		struct params params = decode(bad[i]);
		struct problem p = {0};
		int64_t at = 0;

		assert_int_equal(date_param(&params, "d", &at, &p), DATE_BAD);
		assert_int_equal(strncmp(p.text, "d: '", 4), 0);
		problem_release(&p);
		params_release(&params);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(a_whole_report),
	        cmocka_unit_test(a_place_in_words_is_enough),
	        cmocka_unit_test(no_place_is_for_the_database_to_judge),
	        cmocka_unit_test(bad_reports),
	        cmocka_unit_test(a_date_without_zone_stays_so),
	        cmocka_unit_test(a_comment),
	        cmocka_unit_test(bad_comments),
	        cmocka_unit_test(filters),
	        cmocka_unit_test(bad_filters),
	        cmocka_unit_test(numbers_of_requests),
	        cmocka_unit_test(dates),
	        cmocka_unit_test(bad_dates),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
