/* Shows photos, each below the address of the page. */
#include "syncd/party/link_photos.h"

#include "lib/base/i18n.h"
#include "lib/base/xmalloc.h"
#include "syncd/core/markup.h"

#include <stdlib.h>
#include <string.h>

static bool is(const json_t *object, const char *name, const char *value)
{
	const char *text = json_string_value(json_object_get(object, name));

	return text && strcmp(text, value) == 0;
}

static const char *caption(const json_t *photo)
{
	if (is(photo, "by", "owner"))
		return _("sent by the owner");
	return is(photo, "stage", "before") ? _("before it was mended") : _("after it was mended");
}

/* What is not there is told, and why. */
static void add_missing(struct markup *m, const json_t *photo)
{
	markup_element(m, "p",
	               is(photo, "state", "waiting")
	                       ? _("A photo that you sent is being processed.")
	                       : _("A photo that you sent could not be read."),
	               NULL);
}

static void add_photo(struct markup *m, const json_t *photo, const char *key)
{
	char *address = xasprintf("%s.%lld", key,
	                          (long long)json_integer_value(json_object_get(photo, "photo")));
	char *said = xasprintf("%s, %s", caption(photo),
	                       json_string_value(json_object_get(photo, "at")));

	markup_open(m, "figure", NULL);
	markup_element(m, "img", NULL, "src", address, "alt", said, "loading", "lazy", NULL);
	markup_element(m, "figcaption", said, NULL);
	markup_close(m);
	free(said);
	free(address);
}

void link_photos_add(struct markup *m, const json_t *photos, const char *key)
{
	size_t i;
	const json_t *photo;

	if (json_array_size(photos))
		markup_element(m, "h2", _("Photos"), NULL);
	json_array_foreach(photos, i, photo) {
		if (is(photo, "state", "kept"))
			add_photo(m, photo, key);
		else
			add_missing(m, photo);
	}
}
