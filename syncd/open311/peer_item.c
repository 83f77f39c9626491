/* Turns a request as a peer shows it into an item for the database. */
#include "syncd/open311/peer_item.h"

#include "lib/base/buf.h"
#include "lib/base/log.h"
#include "lib/base/xmalloc.h"
#include "syncd/open311/media_fields.h"
#include "syncd/open311/xml_tree.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* The servers' names of a field, the first that is there counts. A field that does not matter is
 * left out where it holds anything but a text or a number. */
static const struct field {
	const char *ours, *theirs[3];
	bool matters;
} fields[] = {
        {"external_id", {"service_request_id"}, true},
        {"service_code", {"service_code"}, true},
        {"service_name", {"service_name"}, false},
        {"status", {"status"}, false},
        {"status_notes", {"status_notes"}, false},
        {"external_status_code", {"external_status_code"}, false},
        {"customer_reference", {"customer_reference"}, false},
        {"lat", {"lat", "latitude"}, true},
        {"long", {"long", "lon", "lng"}, true},
        {"address", {"address", "address_string"}, true},
        {"address_id", {"address_id"}, false},
        {"requested", {"requested_datetime"}, true},
        {"updated", {"updated_datetime"}, false},
        {"email", {"email"}, false},
        {"first_name", {"first_name", "requestor_name"}, false},
        {"last_name", {"last_name"}, false},
        {"phone", {"phone"}, false},
        {"title", {"title"}, false},
        {"detail", {"detail"}, false},
        {"description", {"description"}, true},
        {"hidden", {"non_public"}, false},
        {NULL, {NULL}, false},
};

static bool is_blank(char c)
{
	return c && strchr(" \t\r\n", c);
}

/* Without blanks at its ends; the database knows no NUL. */
static json_t *trimmed(const char *s, size_t len)
{
	struct buf text = {0};
	json_t *value;

	while (len && is_blank(*s)) {
		s++;
		len--;
	}
	while (len && is_blank(s[len - 1]))
		len--;
	for (size_t i = 0; i < len; i++) {
		if (s[i])
			buf_addc(&text, s[i]);
		else
			buf_adds(&text, "\xEF\xBF\xBD");
	}
	value = text.len ? json_stringn(text.data, text.len) : NULL;
	buf_release(&text);
	return value;
}

/* Degrees to a hundredth of a millimetre, and never with an exponent. */
static json_t *real_text(double number)
{
	char text[400];
	size_t len = (size_t)snprintf(text, sizeof(text), "%.10f", number);

	while (len && text[len - 1] == '0')
		len--;
	if (len && text[len - 1] == '.')
		len--;
	return json_stringn(text, len);
}

/* NULL where there is nothing; *odd where there is something else than one scalar. */
static json_t *scalar(const json_t *value, bool *odd)
{
	char digits[24];

	if (json_is_array(value) && json_array_size(value) <= 1)
		value = json_array_get(value, 0);
	if (json_is_string(value))
		return trimmed(json_string_value(value), json_string_length(value));
	if (json_is_real(value))
		return real_text(json_real_value(value));
	if (json_is_boolean(value))
		return json_string(json_is_true(value) ? "true" : "false");
	if (json_is_integer(value)) {
		snprintf(digits, sizeof(digits), "%" JSON_INTEGER_FORMAT,
		         json_integer_value(value));
		return json_string(digits);
	}
	*odd = value && !json_is_null(value);
	return NULL;
}

static void set_fault(json_t *item, const char *field)
{
	if (!json_object_get(item, "fault"))
		json_object_set_new(item, "fault",
		                    json_sprintf("%s: a text or a number is expected", field));
}

static void read_field(json_t *item, const struct field *f, const json_t *shown)
{
	const size_t names = sizeof(f->theirs) / sizeof(*f->theirs);

	for (size_t i = 0; i < names && f->theirs[i]; i++) {
		bool odd = false;
		json_t *value = scalar(json_object_get(shown, f->theirs[i]), &odd);

		if (odd && f->matters)
			set_fault(item, f->theirs[i]);
		if (value) {
			json_object_set_new(item, f->ours, value);
			return;
		}
	}
}

static const char *get(const json_t *item, const char *name)
{
	return json_string_value(json_object_get(item, name));
}

/* Where there is a title it gets a line of its own, as we have it; FixMyStreet's description puts
 * it in front of the detail. */
static void join_text(json_t *item)
{
	const char *title = get(item, "title"), *detail = get(item, "detail"),
	           *description = get(item, "description");
	const char *body = title && detail ? detail : description ? description : detail;
	json_t *text = NULL;

	if (title && body && strncmp(body, title, strlen(title)) != 0)
		text = json_sprintf("%s\n\n%s", title, body);
	else if (body || title)
		text = json_string(body ? body : title);
	if (text)
		json_object_set_new(item, "description", text);
	json_object_del(item, "title");
	json_object_del(item, "detail");
}

/* Some servers mean by 0, 0 that they do not know. */
static void drop_null_island(json_t *item)
{
	const char *lat = get(item, "lat"), *lon = get(item, "long");

	if (lat && lon && strspn(lat, "-0.") == strlen(lat) && strspn(lon, "-0.") == strlen(lon)) {
		json_object_del(item, "lat");
		json_object_del(item, "long");
	}
}

static void read_privacy(json_t *item)
{
	const char *hidden = get(item, "hidden");

	if (hidden && (strcmp(hidden, "1") == 0 || strcmp(hidden, "true") == 0))
		json_object_set_new(item, "private", json_true());
	json_object_del(item, "hidden");
}

/* One address, or a list of them, each perhaps in an object or an element of its own. */
static void add_photos(json_t *urls, const json_t *value)
{
	bool odd = false;
	json_t *one, *text;
	size_t i;

	if (json_is_array(value)) {
		json_array_foreach(value, i, one)
			add_photos(urls, one);
	} else if (json_is_object(value)) {
		add_photos(urls, json_object_get(value, "media_url"));
		add_photos(urls, json_object_get(value, "url"));
	} else if ((text = scalar(value, &odd))) {
		json_array_append_new(urls, text);
	}
}

/* What is there under several names is one photo: the database sees to that. */
static void read_photos(json_t *item, const json_t *shown)
{
	static const char *const names[] = {"media_url", "media_urls", "photos"};
	const json_t *extended = json_object_get(shown, "extended_attributes");
	json_t *urls = json_array();

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		add_photos(urls, json_object_get(shown, names[i]));
		add_photos(urls, json_object_get(extended, names[i]));
	}
	if (json_array_size(urls))
		media_fields_write(urls, item);
	json_decref(urls);
}

static void keep_raw(json_t *item, const json_t *shown)
{
	const char *xml = get(shown, XML_TREE_RAW);
	char *json = xml ? NULL : json_dumps(shown, JSON_COMPACT);

	if (!xml && !json)
		fatalx("out of memory");
	json_object_set_new(item, "raw", json_string(xml ? xml : json));
	json_object_set_new(item, "content_type",
	                    json_string(xml ? "text/xml" : "application/json"));
	free(json);
}

bool peer_item_is(const json_t *shown)
{
	return json_object_get(shown, "service_request_id") != NULL;
}

json_t *peer_item_read(const json_t *shown)
{
	json_t *item = json_object();

	if (!json_is_object(shown)) {
		json_object_set_new(item, "fault", json_string("this is no request"));
		return item;
	}
	for (const struct field *f = fields; f->ours; f++)
		read_field(item, f, shown);
	join_text(item);
	drop_null_island(item);
	read_privacy(item);
	read_photos(item, shown);
	keep_raw(item, shown);
	return item;
}
