/* Reads the codes, and keeps them until those of another city are wanted. */
#include "console/data/catalogue.h"

#include "console/data/result.h"
#include "console/data/session.h"
#include "console/data/statements.h"
#include "lib/base/xmalloc.h"

#include <stdlib.h>
#include <string.h>

void catalogue_release(struct catalogue *c)
{
	for (size_t i = 0; i < c->n; i++) {
		free(c->codes[i].key);
		free(c->codes[i].code);
		free(c->codes[i].name);
	}
	free(c->codes);
	free(c->city);
	*c = (struct catalogue){.session = c->session};
}

void catalogue_fill(struct catalogue *c, const PGresult *res)
{
	int n = PQntuples(res);

	c->codes = xcalloc((size_t)n + 1, sizeof(*c->codes));
	for (int i = 0; i < n; i++)
		c->codes[c->n++] = (struct catalogue_code){result_field(res, i, "key"),
		                                           result_field(res, i, "code"),
		                                           result_field(res, i, "name")};
}

static void loaded(void *arg, const PGresult *res, const struct db_error *error)
{
	struct catalogue *c = arg;

	if (error)
		c->loaded = false;
	else if (c->n == 0)
		catalogue_fill(c, res);
	session_changed(c->session);
}

void catalogue_load(struct catalogue *c, const char *city)
{
	bool same = city && c->city ? strcmp(city, c->city) == 0 : city == c->city;
	const char *params[] = {city};

	if (c->loaded && same)
		return;
	catalogue_release(c);
	c->city = city ? xstrdup(city) : NULL;
	c->loaded = true;
	session_query(c->session, QUERY_CODES, params, loaded, c);
}
