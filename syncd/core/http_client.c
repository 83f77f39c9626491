#include "syncd/core/http_client.h"

#include "lib/buf.h"
#include "lib/log.h"
#include "lib/text.h"
#include "lib/xmalloc.h"

#include <openssl/crypto.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>

struct call {
	LIST_ENTRY(call) link;
	CURL *easy;
	struct curl_slist *headers;
	char *form;
	struct buf body;
	size_t body_max;
	bool too_long;
	char why[CURL_ERROR_SIZE];
	bool foreign; /* not HTTP: what it is made of is the caller's, who has to learn of the end
	               */
	client_done *done;
	void *arg;
};

struct client {
	CURLM *multi;
	LIST_HEAD(call_list, call) calls;
};

struct client *client_new(int connections)
{
	struct client *client = xcalloc(1, sizeof(*client));

	LIST_INIT(&client->calls);
	client->multi = curl_multi_init();
	if (!client->multi)
		fatalx("curl_multi_init failed");
	curl_multi_setopt(client->multi, CURLMOPT_MAX_TOTAL_CONNECTIONS, (long)connections);
	curl_multi_setopt(client->multi, CURLMOPT_MAXCONNECTS, (long)connections);
	return client;
}

static void call_free(struct client *client, struct call *call)
{
	curl_multi_remove_handle(client->multi, call->easy);
	curl_easy_cleanup(call->easy);
	curl_slist_free_all(call->headers);
	if (call->form)
		OPENSSL_cleanse(call->form, strlen(call->form));
	free(call->form);
	buf_release(&call->body);
	free(call);
}

void client_free(struct client *client)
{
	struct call *call;

	if (!client)
		return;
	while ((call = LIST_FIRST(&client->calls))) {
		LIST_REMOVE(call, link);
		if (call->foreign)
			call->done(call->arg, &(struct client_answer){.failure = "given up"});
		call_free(client, call);
	}
	curl_multi_cleanup(client->multi);
	free(client);
}

CURLM *client_multi(const struct client *client)
{
	return client->multi;
}

static size_t take(char *data, size_t size, size_t n, void *arg)
{
	struct call *call = arg;

	if (call->body.len + n > call->body_max) {
		call->too_long = true;
		return 0;
	}
	buf_add(&call->body, data, n);
	return n;
}

static void add_header(struct call *call, const char *header)
{
	struct curl_slist *list = curl_slist_append(call->headers, header);

	if (!list)
		fatalx("out of memory");
	call->headers = list;
	curl_easy_setopt(call->easy, CURLOPT_HTTPHEADER, list);
}

static void set_limits(CURL *easy, int timeout_ms)
{
	curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L);
	curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 2L);
	curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, (long)timeout_ms);
	curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(easy, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
}

/* The protocols matter for every scheme that libcurl knows: an address may only lead to HTTP. */
static struct call *call_new(const char *url, size_t body_max, int timeout_ms)
{
	struct call *call = xcalloc(1, sizeof(*call));

	call->easy = curl_easy_init();
	if (!call->easy)
		fatalx("curl_easy_init failed");
	call->body_max = body_max;
	set_limits(call->easy, timeout_ms);
	curl_easy_setopt(call->easy, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(call->easy, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(call->easy, CURLOPT_URL, url);
	curl_easy_setopt(call->easy, CURLOPT_USERAGENT, "varta-syncd/" VARTA_VERSION);
	curl_easy_setopt(call->easy, CURLOPT_WRITEFUNCTION, take);
	curl_easy_setopt(call->easy, CURLOPT_WRITEDATA, call);
	return call;
}

static void begin(struct client *client, struct call *call, client_done *done, void *arg)
{
	call->done = done;
	call->arg = arg;
	curl_easy_setopt(call->easy, CURLOPT_PRIVATE, call);
	curl_easy_setopt(call->easy, CURLOPT_ERRORBUFFER, call->why);
	LIST_INSERT_HEAD(&client->calls, call, link);
	if (curl_multi_add_handle(client->multi, call->easy) != CURLM_OK)
		fatalx("curl_multi_add_handle failed");
}

void client_post(struct client *client, const char *url, const char *form, int timeout_ms,
                 client_done *done, void *arg)
{
	struct call *call = call_new(url, CLIENT_BODY_MAX, timeout_ms);

	call->form = xstrdup(form);
	curl_easy_setopt(call->easy, CURLOPT_POSTFIELDSIZE, (long)strlen(form));
	curl_easy_setopt(call->easy, CURLOPT_POSTFIELDS, call->form);
	add_header(call, "Accept: application/json");
	/* a server that wants '100 Continue' is asked without it: some wait a second for it */
	add_header(call, "Expect:");
	begin(client, call, done, arg);
}

/* An ETag comes from the peer: what is no field value is not sent back. */
static bool is_etag(const char *s)
{
	for (const char *c = s; *c; c++)
		if (*c < 0x21 || *c > 0x7e)
			return false;
	return *s && strlen(s) <= CLIENT_ETAG_MAX;
}

void client_get(struct client *client, const char *url, const char *accept, const char *etag,
                int timeout_ms, client_done *done, void *arg)
{
	struct call *call = call_new(url, CLIENT_PAGE_MAX, timeout_ms);
	char *header = xasprintf("Accept: %s", accept);

	add_header(call, header);
	free(header);
	if (etag && is_etag(etag)) {
		header = xasprintf("If-None-Match: %s", etag);
		add_header(call, header);
		free(header);
	}
	begin(client, call, done, arg);
}

void client_run(struct client *client, CURL *easy, int timeout_ms, client_done *done, void *arg)
{
	struct call *call = xcalloc(1, sizeof(*call));

	call->easy = easy;
	call->foreign = true;
	set_limits(easy, timeout_ms);
	begin(client, call, done, arg);
}

/* libcurl's own words, which may quote the server's. */
static char *failure_of(const struct call *call, CURLcode code)
{
	const char *why = *call->why ? call->why : curl_easy_strerror(code);

	if (code == CURLE_OK)
		return NULL;
	if (call->too_long)
		return xasprintf("the answer is longer than %zu bytes", call->body_max);
	return text_visible(why, strlen(why), TEXT_ONE_LINE);
}

static void end_call(struct client *client, struct call *call, CURLcode code)
{
	char *failure = failure_of(call, code), *type = NULL;
	struct client_answer answer = {.failure = failure,
	                               .body = call->body.data ? call->body.data : "",
	                               .len = call->body.len};
	struct curl_header *etag;
	curl_off_t after = 0;

	if (curl_easy_header(call->easy, "ETag", 0, CURLH_HEADER, -1, &etag) == CURLHE_OK &&
	    is_etag(etag->value))
		answer.etag = etag->value;
	curl_easy_getinfo(call->easy, CURLINFO_RESPONSE_CODE, &answer.status);
	curl_easy_getinfo(call->easy, CURLINFO_CONTENT_TYPE, &type);
	curl_easy_getinfo(call->easy, CURLINFO_RETRY_AFTER, &after);
	answer.type = type;
	answer.retry_after = (long)after;
	call->done(call->arg, &answer);
	free(failure);
	LIST_REMOVE(call, link);
	call_free(client, call);
}

void client_step(struct client *client)
{
	int running, left;
	const CURLMsg *message;

	curl_multi_perform(client->multi, &running);
	while ((message = curl_multi_info_read(client->multi, &left))) {
		char *call = NULL;

		if (message->msg != CURLMSG_DONE)
			continue;
		curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &call);
		end_call(client, (struct call *)call, message->data.result);
	}
}
