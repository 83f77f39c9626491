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
                     bool *absent)
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
	if (code != CURLE_OK)
		return complain(url, code == CURLE_WRITE_ERROR ? _("it is too long")
		                                               : curl_easy_strerror(code));
	*absent = status == NOT_FOUND;
	if (status == 200)
		return NULL;
	snprintf(said, sizeof(said), _("the server answers with status %ld"), status);
	return complain(url, said);
}

static char *get_file(const char *path, size_t max, struct buf *out, bool *absent)
{
	FILE *f = fopen(path, "re");
	char block[65536];
	size_t n;
	char *why = NULL;

	*absent = !f && errno == ENOENT;
	if (!f)
		return complain(path, strerror(errno));
	while (!why && (n = fread(block, 1, sizeof(block), f)) > 0) {
		if (n > max)
			why = complain(path, _("it is too long"));
		max -= n;
		buf_add(out, block, n);
	}
	if (!why && ferror(f))
		why = complain(path, strerror(errno));
	fclose(f);
	return why;
}

char *fetch_get(struct fetch_client *fetch, const char *place, size_t max, struct buf *out,
                bool *absent)
{
	bool ignored;

	if (!absent)
		absent = &ignored;
	*absent = false;
	return fetch_is_url(place) ? get_url(fetch, place, max, out, absent)
	                           : get_file(place, max, out, absent);
}
