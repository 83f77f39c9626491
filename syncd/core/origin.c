/* Compares servers as libcurl reads their URLs. */
#include "syncd/core/origin.h"

#include <curl/curl.h>
#include <stddef.h>
#include <string.h>
#include <strings.h>

struct origin {
	char *scheme, *host, *port; /* curl_free(); NULL: it has none */
};

static void release(struct origin *origin)
{
	curl_free(origin->scheme);
	curl_free(origin->host);
	curl_free(origin->port);
}

/* Returns false where url is not one of ours; out is to be released all the same. */
static bool parse(const char *url, struct origin *out)
{
	CURLU *handle = curl_url();
	char *user = NULL;
	bool good;

	*out = (struct origin){0};
	good = handle && curl_url_set(handle, CURLUPART_URL, url, 0) == CURLUE_OK &&
	       curl_url_get(handle, CURLUPART_SCHEME, &out->scheme, 0) == CURLUE_OK &&
	       curl_url_get(handle, CURLUPART_HOST, &out->host, 0) == CURLUE_OK &&
	       curl_url_get(handle, CURLUPART_PORT, &out->port, CURLU_DEFAULT_PORT) == CURLUE_OK &&
	       curl_url_get(handle, CURLUPART_USER, &user, 0) == CURLUE_NO_USER &&
	       (strcasecmp(out->scheme, "http") == 0 || strcasecmp(out->scheme, "https") == 0);
	curl_free(user);
	curl_url_cleanup(handle);
	return good;
}

bool origin_is_url(const char *url)
{
	struct origin origin;
	bool good = parse(url, &origin);

	release(&origin);
	return good;
}

bool origin_same(const char *a, const char *b)
{
	struct origin one, two;
	bool both = parse(a, &one);

	both = parse(b, &two) && both;
	both = both && strcasecmp(one.scheme, two.scheme) == 0 &&
	       strcasecmp(one.host, two.host) == 0 && strcmp(one.port, two.port) == 0;
	release(&one);
	release(&two);
	return both;
}
