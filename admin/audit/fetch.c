/* Reads files and URLs, by libcurl. */
#include "admin/audit/fetch.h"

#include "lib/base/i18n.h"
#include "lib/base/log.h"
#include "lib/base/text.h"
#include "lib/base/xmalloc.h"

#include <curl/curl.h>
#include <errno.h>
#include <string.h>

enum { CONNECT_TIMEOUT = 15, LOW_SPEED_TIME = 30, NOT_FOUND = 404 };

struct fetch_client {
	CURL *easy; /* NULL until something is asked of a server */
};

struct taking {
	struct buf *out;
	size_t left;
};

struct fetch_client *fetch_new(void)
{
	return xcalloc(1, sizeof(struct fetch_client));
}

void fetch_free(struct fetch_client *fetch)
{
	if (fetch)
		curl_easy_cleanup(fetch->easy);
	free(fetch);
}

bool fetch_is_url(const char *place)
{
	return strncmp(place, "http://", 7) == 0 || strncmp(place, "https://", 8) == 0;
}

char *fetch_place(const char *place)
{
	size_t len = strlen(place);

	while (len > 1 && place[len - 1] == '/')
		len--;
	return xstrndup(place, len);
}

static size_t take(char *data, size_t size, size_t n, void *arg)
{
	struct taking *taking = arg;

	if (n > taking->left)
		return 0;
	taking->left -= n;
	buf_add(taking->out, data, n);
	return n;
}

static CURL *handle(struct fetch_client *fetch)
{
	if (fetch->easy)
		return fetch->easy;
	fetch->easy = curl_easy_init();
	if (!fetch->easy)
		fatalx("curl_easy_init failed");
	curl_easy_setopt(fetch->easy, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(fetch->easy, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(fetch->easy, CURLOPT_USERAGENT, "vartactl/" VARTA_VERSION);
	curl_easy_setopt(fetch->easy, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_TIMEOUT);
	curl_easy_setopt(fetch->easy, CURLOPT_LOW_SPEED_LIMIT, 1L);
	curl_easy_setopt(fetch->easy, CURLOPT_LOW_SPEED_TIME, (long)LOW_SPEED_TIME);
	curl_easy_setopt(fetch->easy, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(fetch->easy, CURLOPT_WRITEFUNCTION, take);
	return fetch->easy;
}

static char *complain(const char *place, const char *why)
{
	char *shown = text_visible(place, strlen(place), TEXT_ONE_LINE);
	char *complaint = xasprintf(_("cannot read '%s': %s"), shown, why);

	free(shown);
	return complaint;
}

static char *get_url(struct fetch_client *fetch, const char *url, size_t max, struct buf *out,
                     enum fetch_result *result)
{
	CURL *easy = handle(fetch);
	struct taking taking = {out, max};
	long status = 0;
	char said[64];
	CURLcode code;

	curl_easy_setopt(easy, CURLOPT_URL, url);
	curl_easy_setopt(easy, CURLOPT_WRITEDATA, &taking);
	code = curl_easy_perform(easy);
	curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
	/* the page that says that there is nothing may be longer than what was asked for */
	if (code == CURLE_WRITE_ERROR && status != 200)
		code = CURLE_OK;
	if (code != CURLE_OK) {
		*result = code == CURLE_WRITE_ERROR ? FETCH_TOO_LONG : FETCH_UNREACHABLE;
		return complain(url, code == CURLE_WRITE_ERROR ? _("it is too long")
		                                               : curl_easy_strerror(code));
	}
	if (status == 200)
		return NULL;
	*result = status == NOT_FOUND ? FETCH_ABSENT : FETCH_UNREACHABLE;
	snprintf(said, sizeof(said), _("the server answers with status %ld"), status);
	return complain(url, said);
}

static char *get_file(const char *path, size_t max, struct buf *out, enum fetch_result *result)
{
	FILE *f = fopen(path, "re");
	char block[65536];
	size_t n;
	char *why = NULL;

	if (!f) {
		*result = errno == ENOENT ? FETCH_ABSENT : FETCH_UNREACHABLE;
		return complain(path, strerror(errno));
	}
	while (!why && (n = fread(block, 1, sizeof(block), f)) > 0) {
		if (n > max) {
			*result = FETCH_TOO_LONG;
			why = complain(path, _("it is too long"));
		}
		max -= n;
		buf_add(out, block, n);
	}
	if (!why && ferror(f)) {
		*result = FETCH_UNREACHABLE;
		why = complain(path, strerror(errno));
	}
	fclose(f);
	return why;
}

char *fetch_get(struct fetch_client *fetch, const char *place, size_t max, struct buf *out,
                enum fetch_result *result)
{
	enum fetch_result ignored;

	if (!result)
		result = &ignored;
	*result = FETCH_THERE;
	return fetch_is_url(place) ? get_url(fetch, place, max, out, result)
	                           : get_file(place, max, out, result);
}
