/* The filter language: words in, the JSON parameter out; whatever is wrong is named, and nothing of
 * the text can become anything but a value.
 *
 * uses: console/filter/filter.c console/filter/ids.c console/filter/filter_key.c
 * console/filter/filter_orders.c console/filter/filter_word.c console/filter/filter_range.c
 * console/filter/filter_text.c console/terminal/layout.c console/terminal/key.c
 *
 */
#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "console/filter/filter.h"

static void compiled(const char *text, const char *expected)
{
	char *json = NULL;
	char *complaint = filter_compile(&filter_requests, text, NULL, &json);

	if (complaint)
		print_error("%s: %s\n", text, complaint);
	assert_null(complaint);
	assert_string_equal(json, expected);
	free(json);
}

static void refused(const char *text, const char *expected)
{
	char *json = NULL;
	char *complaint = filter_compile(&filter_requests, text, NULL, &json);

	assert_non_null(complaint);
	assert_null(json);
	assert_string_equal(complaint, expected);
	free(complaint);
}

static void compiles(void **state)
{
	compiled("", "{}");
	compiled("  status:new,pending  ", "{\"status\":[\"new\",\"pending\"]}");
	compiled("status:open", "{\"status\":[\"new\",\"pending\"]}");
	compiled("st:answered city:kyiv,poltava",
	         "{\"city\":[\"kyiv\",\"poltava\"],\"status\":[\"answered\"]}");
	compiled("cat:sign", "{\"category\":[\"sign\"]}");
	compiled("category:\"two words\"", "{\"category\":[\"two words\"]}");
	compiled("kind:traffic district:podil",
	         "{\"district\":[\"podil\"],\"kind\":[\"traffic\"]}");
	compiled("10427", "{\"id\":10427}");
	compiled("id:10427", "{\"id\":10427}");
	compiled("cat:sign cat:road", "{\"category\":[\"road\"]}");
}

/* Both forms are understood in either language, whatever the case and the apostrophe. */
static void twins(void **state)
{
	compiled("стан:нове,вирішується", "{\"status\":[\"new\",\"pending\"]}");
	compiled("Стан:НОВЕ status:pending", "{\"status\":[\"pending\"]}");
	compiled("стан:об’єднано,відкриті", "{\"status\":[\"merged\",\"new\",\"pending\"]}");
	compiled("стан:об'єднано", "{\"status\":[\"merged\"]}");
	compiled("мої прострочені", "{\"late\":true,\"operator\":[\"me\"]}");
	compiled("оператор:я,o_koval", "{\"operator\":[\"me\",\"o_koval\"]}");
	compiled("район:поділ вид:sign", "{\"category\":[\"sign\"],\"district\":[\"поділ\"]}");
	compiled("строк:<2д", "{\"due\":{\"to\":\"2d\"}}");
	compiled("строк:немає", "{\"due\":{\"from\":\"infinity\"}}");
	compiled("надійшло:учора..сьогодні",
	         "{\"received\":{\"from\":\"today-1\",\"to\":\"today\"}}");
	compiled("поруч:10427~1.5км", "{\"near\":{\"id\":10427,\"m\":1500.0}}");
	compiled("порядок:нові", "{\"sort\":\"-received\"}");
	compiled("\"мої\"", "{\"text\":\"мої\"}");
	refused("стан:новий",
	        "no status 'новий': new, pending, answered, rejected, merged, withdrawn");
}

static void only_values(void **state)
{
	compiled("cat:\"x'; drop table varta.request; --\"",
	         "{\"category\":[\"x'; drop table varta.request; --\"]}");
	compiled("cat:\\u0022]", "{\"category\":[\"\\\\u0022]\"]}");
}

static void flags(void **state)
{
	compiled("mine late", "{\"late\":true,\"operator\":[\"me\"]}");
	compiled("unassigned", "{\"operator\":[\"none\"]}");
	compiled("snoozed operator:o_koval", "{\"operator\":[\"o_koval\"],\"snoozed\":true}");
	compiled("unit:patrol draft:any area:outside,none",
	         "{\"area\":[\"outside\",\"none\"],\"draft\":[\"any\"],\"unit\":[\"patrol\"]}");
	compiled("sort:-received", "{\"sort\":\"-received\"}");
	compiled("sort:oldest", "{\"sort\":\"received\"}");
}

static void times(void **state)
{
	compiled("due:<2d", "{\"due\":{\"to\":\"2d\"}}");
	compiled("due:12h", "{\"due\":{\"to\":\"12h\"}}");
	compiled("due:>1w", "{\"due\":{\"from\":\"1w\"}}");
	compiled("due:-1d..2d", "{\"due\":{\"from\":\"-1d\",\"to\":\"2d\"}}");
	compiled("due:today", "{\"due\":{\"from\":\"today\",\"to\":\"today\"}}");
	compiled("due:tomorrow", "{\"due\":{\"from\":\"today+1\",\"to\":\"today+1\"}}");
	compiled("due:<today", "{\"due\":{\"to\":\"today-1\"}}");
	compiled("due:<2026-03-01", "{\"due\":{\"to\":\"2026-02-28\"}}");
	compiled("due:>2026-12-31", "{\"due\":{\"from\":\"2027-01-01\"}}");
	compiled("due:none", "{\"due\":{\"from\":\"infinity\"}}");
	compiled("received:<7d", "{\"received\":{\"from\":\"-7d\"}}");
	compiled("received:>30d", "{\"received\":{\"to\":\"-30d\"}}");
	compiled("received:2026-11-01..2026-11-30",
	         "{\"received\":{\"from\":\"2026-11-01\",\"to\":\"2026-11-30\"}}");
	compiled("received:..yesterday", "{\"received\":{\"to\":\"today-1\"}}");
	refused("due:soon", "'soon' is no time: <2d, today, ..2026-12-01");
	refused("due:2026-02-30", "'2026-02-30' is no time: <2d, today, ..2026-12-01");
	refused("due:<-2d", "'<-2d' is no time: <2d, today, ..2026-12-01");
	refused("due:..", "'..' is no time: <2d, today, ..2026-12-01");
	refused("due:", "'' is no time: <2d, today, ..2026-12-01");
	refused("due:today+x", "'today+x' is no time: <2d, today, ..2026-12-01");
	refused("received:none", "'none' is no time: <7d, yesterday, 2026-11-01..2026-11-30");
}

static void places(void **state)
{
	static const char wrong[] = "'%s' is no place: 50.45,30.52~300m, 10427~1km";
	static const char *const bad[] = {"here", "50.45", "50,30~x", "95,30", "50,30~30km",
	                                  "50,",  "0~1m",  "nan,1",   "-1"};

	compiled("near:50.5,30.25~300m", "{\"near\":{\"lat\":50.5,\"long\":30.25,\"m\":300.0}}");
	compiled("near:50.5,30.25", "{\"near\":{\"lat\":50.5,\"long\":30.25,\"m\":300.0}}");
	compiled("near:10427~1.5km", "{\"near\":{\"id\":10427,\"m\":1500.0}}");
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		char text[64], complaint[128];
		snprintf(text, sizeof(text), "near:%s", bad[i]);
		snprintf(complaint, sizeof(complaint), wrong, bad[i]);
		refused(text, complaint);
	}
}

static void words(void **state)
{
	compiled("яма школа", "{\"text\":\"яма школа\"}");
	compiled("status:all \"яма біля\" школи",
	         "{\"status\":[\"new\",\"pending\",\"answered\",\"rejected\",\"merged\","
	         "\"withdrawn\"],\"text\":\"яма біля школи\"}");
	compiled("Межигірська 24", "{\"text\":\"Межигірська 24\"}");
	compiled("text:24", "{\"text\":\"24\"}");
	compiled("\"24\"", "{\"text\":\"24\"}");
	compiled("\"late\"", "{\"text\":\"late\"}");
	compiled("\"a:b\"", "{\"text\":\"a:b\"}");
}

/* What is written back compiles to the same. */
static void back_to_words(void **state)
{
	static const struct {
		const char *text, *again;
	} cases[] = {
	        {"st:new city:kyiv late mine", "status:new city:kyiv operator:me late"},
	        {"due:<2d received:>30d", "due:<2d received:>30d"},
	        {"due:tomorrow", "due:today+1"},
	        {"due:..today-1 received:<7d", "due:..today-1 received:<7d"},
	        {"due:-1d..2d", "due:-1d..2d"},
	        {"received:2026-11-01..", "received:2026-11-01.."},
	        {"due:none sort:-received", "due:none sort:-received"},
	        {"near:50.45,30.52~300m", "near:50.45,30.52~300m"},
	        {"near:10427~1km", "near:10427~1000m"},
	        {"яма школа 24", "\"яма школа 24\""},
	        {"cat:\"two words\"", "cat:\"two words\""},
	        {"10427", "id:10427"},
	        {"", ""},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		char *json = NULL, *same = NULL;
		json_t *root;
		char *text;
		assert_null(filter_compile(&filter_requests, cases[i].text, NULL, &json));
		root = json_loads(json, 0, NULL);
		text = filter_text(&filter_requests, root);
		assert_string_equal(text, cases[i].again);
		assert_null(filter_compile(&filter_requests, text, NULL, &same));
		assert_string_equal(same, json);
		free(same);
		free(text);
		free(json);
		json_decref(root);
	}
}

static void refuses(void **state)
{
	refused("status:new colour:red", "'colour:red' is none of status: city: cat: kind: "
	                                 "district: street: unit: operator: due: "
	                                 "received: near: area: draft: comment: text: sort: id:");
	refused("status:old",
	        "no status 'old': new, pending, answered, rejected, merged, withdrawn");
	refused("kind:x", "no kind 'x': question, traffic, spot, crime, message");
	refused("sort:colour", "no sort 'colour': due, -due, received, -received");
	refused("cat:", "'cat:' wants a value");
	refused("cat:,", "'cat:' wants a value");
	refused("id:12x", "'12x' is not the number of a request");
	refused("99999999999999999999", "'99999999999999999999' is not the number of a request");
	refused("id:-1", "'-1' is not the number of a request");
}

static void other_layout(void **state)
{
	struct layout layout = {.n = 0};
	static const char table[] = "с: c\nф: a\nе: t\nЖ: ':'\nк: r\nщ: o\nв: d\n";
	char *json;

	assert_null(layout_read(&layout, "t", table, strlen(table)));
	json = NULL;
	assert_null(filter_compile(&filter_requests, "сфеЖкщфв", &layout, &json));
	assert_string_equal(json, "{\"category\":[\"road\"]}");
	free(json);
	assert_null(filter_compile(&filter_requests, "ывЖ", &layout, &json));
	assert_string_equal(json, "{\"text\":\"ывЖ\"}");
	free(json);
}

static void changed(const char *text, const char *key, const char *values, const char *expected)
{
	char *with = filter_with(&filter_requests, text, key, values);

	assert_string_equal(with, expected);
	free(with);
}

static void changing(void **state)
{
	char *value;

	changed("", "status", "new", "status:new");
	changed("status:new city:kyiv", "status", "pending", "status:pending city:kyiv");
	changed("city:kyiv status:new", "city", NULL, "status:new");
	changed("st:new city:kyiv st:pending", "status", "all", "status:all city:kyiv");
	changed("42", "id", NULL, "42");
	value = filter_value(&filter_requests, "status:new,pending city:kyiv,poltava", "city");
	assert_string_equal(value, "kyiv");
	free(value);
	assert_null(filter_value(&filter_requests, "status:new", "city"));
}

/* The register's language: the same words give the parameter of the register, and come back. */
static void orders(void **state)
{
	static const struct {
		const char *text, *json, *said;
	} cases[] = {
	        {"overdue institution:autodor object:light,sign issued:>2026-03-01",
	         "{\"institution\":[\"autodor\"],\"issued\":{\"from\":\"2026-03-01\"},"
	         "\"object\":[\"light\",\"sign\"],\"overdue\":true}",
	         "institution:autodor object:light,sign issued:>2026-03-01 overdue"},
	        {"issued:>2026-03-01 issued:<2026-03-31",
	         "{\"issued\":{\"from\":\"2026-03-01\",\"to\":\"2026-03-31\"}}",
	         "issued:2026-03-01..2026-03-31"},
	        {"issued:2026-03-01..2026-03-31",
	         "{\"issued\":{\"from\":\"2026-03-01\",\"to\":\"2026-03-31\"}}",
	         "issued:2026-03-01..2026-03-31"},
	        {"видано:2026-03-01",
	         "{\"issued\":{\"from\":\"2026-03-01\",\"to\":\"2026-03-01\"}}",
	         "issued:2026-03-01"},
	        {"прострочені стан:усі підрозділ:мій",
	         "{\"overdue\":true,\"state\":[\"all\"],\"unit\":[\"me\"]}",
	         "state:all unit:me overdue"},
	        {"12/2026", "{\"text\":\"12/2026\"}", "\"12/2026\""},
	        {"12", "{\"text\":\"12\"}", "\"12\""},
	};
	char *json = NULL, *complaint;

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		json_t *root;
		char *said;

		assert_null(filter_compile(&filter_orders, cases[i].text, NULL, &json));
		assert_string_equal(json, cases[i].json);
		root = json_loads(json, 0, NULL);
		said = filter_text(&filter_orders, root);
		assert_string_equal(said, cases[i].said);
		json_decref(root);
		free(said);
		free(json);
	}
	complaint = filter_compile(&filter_orders, "issued:>never", NULL, &json);
	assert_string_equal(complaint, "'never' is no day; such as 2026-03-01, 24.12, today");
	free(complaint);
	complaint = filter_compile(&filter_orders, "status:new", NULL, &json);
	assert_string_equal(complaint,
	                    "'status:new' is none of state: city: institution: district: "
	                    "object: unit: issued: done: text:");
	free(complaint);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(orders),        cmocka_unit_test(compiles),
	        cmocka_unit_test(twins),         cmocka_unit_test(only_values),
	        cmocka_unit_test(flags),         cmocka_unit_test(times),
	        cmocka_unit_test(places),        cmocka_unit_test(words),
	        cmocka_unit_test(back_to_words), cmocka_unit_test(refuses),
	        cmocka_unit_test(other_layout),  cmocka_unit_test(changing),
	};

	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
