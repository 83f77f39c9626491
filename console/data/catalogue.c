#include "console/data/catalogue.h"

#include "console/app.h"
#include "console/data/result.h"
#include "lib/xmalloc.h"

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
	*c = (struct catalogue){0};
}

static char *field(const PGresult *res, int line, const char *name)
{
	char *text = result_text(res, line, name);
	return text ? text : xstrdup("");
}

void catalogue_fill(struct catalogue *c, const PGresult *res)
{
	int n = PQntuples(res);
	c->codes = xcalloc((size_t)n + 1, sizeof(*c->codes));
	for (int i = 0; i < n; i++)
		c->codes[c->n++] = (struct catalogue_code){
		        field(res, i, "key"), field(res, i, "code"), field(res, i, "name")};
}

static void loaded(void *arg, const PGresult *res, const struct db_error *error)
{
	struct app *app = arg;
	if (error)
		app->catalogue.loaded = false;
	else if (app->catalogue.n == 0)
		catalogue_fill(&app->catalogue, res);
	app->dirty = true;
}

void catalogue_load(struct app *app, const char *city)
{
	struct catalogue *c = &app->catalogue;
	bool same = city && c->city ? strcmp(city, c->city) == 0 : city == c->city;
	if (c->loaded && same)
		return;
	catalogue_release(c);
	c->city = city ? xstrdup(city) : NULL;
	c->loaded = true;
	const char *params[] = {city};
	session_query(&app->session, QUERY_CODES, params, loaded, app);
}
