#include "syncd/client.h"

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

	if (call->body.len + n > CLIENT_BODY_MAX) {
		call->too_long = true;
		return 0;
	}
	buf_add(&call->body, data, n);
	return n;
}

/* A server that wants '100 Continue' first is asked without it: some wait a second for it. */
static struct curl_slist *headers(void)
{
	struct curl_slist *list = curl_slist_append(NULL, "Accept: application/json");

	list = list ? curl_slist_append(list, "Expect:") : NULL;
	if (!list)
		fatalx("out of memory");
	return list;
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
static struct call *call_new(const char *url, const char *form, int timeout_ms)
{
	struct call *call = xcalloc(1, sizeof(*call));

	call->easy = curl_easy_init();
	if (!call->easy)
		fatalx("curl_easy_init failed");
	call->form = xstrdup(form);
	call->headers = headers();
	set_limits(call->easy, timeout_ms);
	curl_easy_setopt(call->easy, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(call->easy, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(call->easy, CURLOPT_URL, url);
	curl_easy_setopt(call->easy, CURLOPT_POSTFIELDSIZE, (long)strlen(form));
	curl_easy_setopt(call->easy, CURLOPT_POSTFIELDS, call->form);
	curl_easy_setopt(call->easy, CURLOPT_HTTPHEADER, call->headers);
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
	begin(client, call_new(url, form, timeout_ms), done, arg);
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
		return xasprintf("the answer is longer than %d bytes", CLIENT_BODY_MAX);
	return text_visible(why, strlen(why), TEXT_ONE_LINE);
}

static void end_call(struct client *client, struct call *call, CURLcode code)
{
	char *failure = failure_of(call, code), *type = NULL;
	struct client_answer answer = {.failure = failure,
	                               .body = call->body.data ? call->body.data : "",
	                               .len = call->body.len};
	curl_off_t after = 0;

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
