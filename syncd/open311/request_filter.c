/* Reads the parameters of GET requests as a filter for the database. */
#include "syncd/open311/date.h"
#include "syncd/open311/georeport.h"

#include <stdlib.h>
#include <string.h>

/* Our ids are the digits of a bigint. */
static json_t *id_number(const char *s, size_t len)
{
	json_int_t id = 0;

	if (!len || len > 18 || strspn(s, "0123456789") < len)
		return NULL;
	for (size_t i = 0; i < len; i++)
		id = id * 10 + (s[i] - '0');
	return json_integer(id);
}

static json_t *code_text(const char *s, size_t len)
{
	return len ? json_stringn(s, len) : NULL;
}

/* A comma list as an array; what is no item is left out, since nothing can match it. */
static json_t *split(const char *s, json_t *(*item)(const char *, size_t))
{
	json_t *array = json_array();

	for (;;) {
		size_t len = strcspn(s, ",");
		json_t *value = item(s, len);

		if (value)
			json_array_append_new(array, value);
		if (!s[len])
			return array;
		s += len + 1;
	}
}

/* Both words together are no filter at all. */
static bool read_status(const char *s, json_t *filter, struct problem *p)
{
	bool open = false, closed = false;
	char *quoted;

	for (;; s++) {
		size_t len = strcspn(s, ",");

		if (len == 4 && strncmp(s, "open", len) == 0)
			open = true;
		else if (len == 6 && strncmp(s, "closed", len) == 0)
			closed = true;
		else
			break;
		s += len;
		if (*s)
			continue;
		if (open != closed)
			json_object_set_new(filter, "status",
			                    json_string(open ? "open" : "closed"));
		return true;
	}
	quoted = problem_quote(s);
	problem_set(p, 400, "status: '%s' is neither open nor closed", quoted);
	free(quoted);
	return false;
}

static void set_time(json_t *filter, const char *name, int64_t at)
{
	char text[WHEN_W3C_SIZE];

	when_w3c(at, text);
	json_object_set_new(filter, name, json_string(text));
}

static bool read_window(const struct params *params, int64_t now, json_t *filter, struct problem *p)
{
	int64_t from, to;

	if (!date_window(params, now, (int64_t)DATE_MAX_DAYS * DATE_DAY, &from, &to, p))
		return false;
	set_time(filter, "from", from);
	set_time(filter, "to", to);
	return true;
}

json_t *geofilter_read(const struct params *params, int64_t now, bool own, struct problem *p)
{
	const char *ids = params_get(params, "service_request_id");
	const char *codes = params_get(params, "service_code");
	const char *status = params_get(params, "status");
	json_t *filter = json_object();

	json_object_set_new(filter, "own", json_boolean(own));
	if (ids) {
		json_object_set_new(filter, "ids", split(ids, id_number));
		return filter;
	}
	if (codes)
		json_object_set_new(filter, "service_code", split(codes, code_text));
	if ((status && !read_status(status, filter, p)) || !read_window(params, now, filter, p)) {
		json_decref(filter);
		return NULL;
	}
	return filter;
}

json_t *geofilter_one(const char *id, bool own)
{
	json_t *number = id_number(id, strlen(id));

	if (!number)
		return NULL;
	return json_pack("{s:b, s:[o]}", "own", own, "ids", number);
}
