/* Reads POST requests. */
#include "syncd/open311/georeport.h"

#include "lib/base/xmalloc.h"
#include "syncd/open311/date.h"
#include "syncd/open311/media_fields.h"
#include "syncd/open311/text_fields.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define EXTERNAL_ID "attribute[fixmystreet_id]"

static const struct text_fields texts[] = {
        {"service_code", NULL, offsetof(struct georeport, service_code), FIELD_REQUIRED},
        {EXTERNAL_ID, "external_id", offsetof(struct georeport, external_id), 0},
        {"address_string", "address", offsetof(struct georeport, address), 0},
        {"address_id", NULL, offsetof(struct georeport, address_id), 0},
        {"description", NULL, offsetof(struct georeport, description), 0},
        {"email", NULL, offsetof(struct georeport, email), 0},
        {"first_name", NULL, offsetof(struct georeport, first_name), 0},
        {"last_name", NULL, offsetof(struct georeport, last_name), 0},
        {"phone", NULL, offsetof(struct georeport, phone), 0},
        {"device_id", NULL, offsetof(struct georeport, device_id), 0},
        {"account_id", NULL, offsetof(struct georeport, account_id), 0},
        {NULL, NULL, 0, 0},
};

/* Only what a decimal number is written with: strtod alone would take 'nan' and '0x1p3'. */
static bool parse_degrees(const char *s, double limit, double *value)
{
	char *end;

	if (!*s || s[strspn(s, "+-.0123456789eE")])
		return false;
	*value = strtod(s, &end);
	return !*end && isfinite(*value) && fabs(*value) <= limit;
}

static bool read_degrees(const struct params *params, const char *name, double limit, double *value,
                         struct problem *p)
{
	const char *s = params_get(params, name);
	char *quoted;

	if (!s)
		return problem_set(p, 400, "%s: missing", name);
	if (params_count(params, name) > 1)
		return problem_set(p, 400, "%s: given more than once", name);
	if (parse_degrees(s, limit, value))
		return true;
	quoted = problem_quote(s);
	problem_set(p, 400, "%s: '%s' is not a number from -%g to %g", name, quoted, limit, limit);
	free(quoted);
	return false;
}

/* Either both of lat and long are there, or neither. */
static bool read_point(const struct params *params, struct georeport *report, struct problem *p)
{
	report->has_point = params_get(params, "lat") || params_get(params, "long");
	if (!report->has_point)
		return true;
	return read_degrees(params, "lat", 90, &report->lat, p) &&
	       read_degrees(params, "long", 180, &report->lon, p);
}

static void add_attribute(json_t *attributes, const char *name, bool list, const char *value)
{
	json_t *old = json_object_get(attributes, name);

	if (json_is_array(old)) {
		json_array_append_new(old, json_string(value));
	} else if (old) {
		json_object_set_new(attributes, name, json_pack("[Os]", old, value));
	} else {
		json_object_set_new(attributes, name,
		                    list ? json_pack("[s]", value) : json_string(value));
	}
}

/* attribute[NAME] is a text, attribute[NAME][] a list; what is given twice becomes a list. */
static json_t *read_attributes(const struct params *params)
{
	static const char prefix[] = "attribute[";
	json_t *attributes = json_object();

	for (size_t i = 0; i < params->n; i++) {
		const char *name = params->list[i].name + strlen(prefix);
		const char *bracket;
		char *copy;

		if (strncmp(params->list[i].name, prefix, strlen(prefix)) != 0 ||
		    strcmp(params->list[i].name, EXTERNAL_ID) == 0)
			continue;
		bracket = strchr(name, ']');
		if (!bracket || (bracket[1] && strcmp(bracket + 1, "[]") != 0))
			continue;
		copy = xstrndup(name, (size_t)(bracket - name));
		add_attribute(attributes, copy, bracket[1], params->list[i].value);
		free(copy);
	}
	return attributes;
}

bool georeport_read(const struct params *params, struct georeport *report, struct problem *p)
{
	*report = (struct georeport){0};
	if (!text_fields_read(texts, params, report, p) || !read_point(params, report, p))
		return false;
	if (date_text(params, "requested_datetime", report->requested, p) == DATE_BAD)
		return false;
	report->attributes = read_attributes(params);
	report->photos = media_fields_read(params);
	return true;
}

json_t *georeport_item(const struct georeport *report, const char *raw, const char *content_type)
{
	json_t *item = json_object();

	text_fields_write(texts, report, item);
	media_fields_write(report->photos, item);
	json_object_set_new(item, "lat", report->has_point ? json_real(report->lat) : json_null());
	json_object_set_new(item, "long", report->has_point ? json_real(report->lon) : json_null());
	json_object_set_new(item, "requested", text_fields_value(report->requested));
	json_object_set(item, "attributes", report->attributes);
	json_object_set_new(item, "raw", json_string(raw));
	json_object_set_new(item, "content_type", json_string(content_type));
	return item;
}

void georeport_release(struct georeport *report)
{
	json_decref(report->attributes);
	json_decref(report->photos);
	*report = (struct georeport){0};
}
