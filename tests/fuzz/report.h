/* What has been taken apart goes on as in the daemon: into each struct, and from there into an item
 * for the database, which has to be text that PostgreSQL takes. */
#ifndef VARTA_TESTS_FUZZ_REPORT_H
#define VARTA_TESTS_FUZZ_REPORT_H

#include "lib/base/text.h"
#include "syncd/open311/georeport.h"
#include "tests/fuzz/fuzz.h"

/* item is released. */
static void check_item(json_t *item)
{
	char *text = json_dumps(item, JSON_COMPACT);

	MUST(text && utf8_valid(text, strlen(text), NULL));
	free(text);
	json_decref(item);
}

/* A problem says what is wrong in valid text, and with a status of HTTP. */
static void check_problem(struct problem *p)
{
	MUST(p->status >= 400 && p->text && utf8_valid(p->text, strlen(p->text), NULL));
	problem_release(p);
}

static void check_params(const struct params *params)
{
	struct georeport report;
	struct geocomment comment;
	struct problem p = {0};
	json_t *filter;

	if (georeport_read(params, &report, &p)) {
		check_item(georeport_item(&report, "raw", "type"));
		georeport_release(&report);
	} else {
		check_problem(&p);
	}
	p = (struct problem){0};
	if (geocomment_read(params, &comment, &p)) {
		check_item(geocomment_item(&comment, "raw"));
		geocomment_release(&comment);
	} else {
		check_problem(&p);
	}
	p = (struct problem){0};
	filter = geofilter_read(params, 1795362194, true, &p);
	if (filter)
		check_item(filter);
	else
		check_problem(&p);
}

#endif
