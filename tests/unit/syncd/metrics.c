/* Numbers for Prometheus: counted and set by their labels, and written as its text format has it.
 *
 * uses: syncd/core/metrics.c
 */
#include "syncd/core/metrics.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void check_line(const struct metrics *metrics, const char *line, bool there)
{
	struct buf page = {0};

	metrics_write(metrics, &page);
	if ((strstr(page.data, line) != NULL) != there)
		fail_msg("%s\n%s", line, page.data);
	buf_release(&page);
}

static void test_counted(void **state)
{
	struct metrics *metrics = metrics_new();

	metrics_add(metrics, METRIC_REQUESTS, 1, "route=\"%s\",status=\"%d\"", "requests", 200);
	metrics_add(metrics, METRIC_REQUESTS, 1, "route=\"%s\",status=\"%d\"", "requests", 404);
	metrics_add(metrics, METRIC_REQUESTS, 41, "route=\"%s\",status=\"%d\"", "requests", 200);
	check_line(metrics,
	           "# TYPE varta_http_requests_total counter\n"
	           "varta_http_requests_total{route=\"requests\",status=\"200\"} 42\n"
	           "varta_http_requests_total{route=\"requests\",status=\"404\"} 1\n"
	           "# HELP ",
	           true);
	metrics_free(metrics);
}

static void test_set(void **state)
{
	struct metrics *metrics = metrics_new();

	check_line(metrics, "\nvarta_database_up", false);
	metrics_set(metrics, METRIC_DATABASE, 1, "%s", "");
	check_line(metrics, "# TYPE varta_database_up gauge\nvarta_database_up 1\n", true);
	metrics_set(metrics, METRIC_DATABASE, 0, "%s", "");
	check_line(metrics, "\nvarta_database_up 0\n", true);
	metrics_free(metrics);
}

/* What is counted for nobody reaches nobody: the page of who counts stays as it was. */
static void test_nobody_counts(void **state)
{
	struct metrics *other = metrics_new();
	struct buf before = {0}, after = {0};

	metrics_add(other, METRIC_REQUESTS, 1, "route=\"%s\"", "requests");
	metrics_set(other, METRIC_DATABASE, 0, "%s", "");
	metrics_write(other, &before);
	metrics_add(NULL, METRIC_REQUESTS, 1, "route=\"%s\"", "requests");
	metrics_set(NULL, METRIC_DATABASE, 1, "%s", "");
	metrics_free(NULL);
	metrics_write(other, &after);
	assert_non_null(strstr(before.data, "varta_http_requests_total{route=\"requests\"} 1\n"));
	assert_string_equal(before.data, after.data);
	buf_release(&before);
	buf_release(&after);
	metrics_free(other);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_counted),
	        cmocka_unit_test(test_set),
	        cmocka_unit_test(test_nobody_counts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
