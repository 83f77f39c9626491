/* Puts the daemon's address before paths of photos. */
#include "syncd/open311/media_address.h"

#include "syncd/http/http_common.h"
#include "syncd/http/http_request.h"

json_t *media_address(const struct http_request *req, const json_t *path)
{
	const char *s = json_string_value(path);

	return s && *s == '/' ? json_sprintf("%s%s", req->common->base_url, s) : NULL;
}

void media_address_complete(const struct http_request *req, json_t *object)
{
	json_t *url = media_address(req, json_object_get(object, "media_url"));

	if (url)
		json_object_set_new(object, "media_url", url);
}
