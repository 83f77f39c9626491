/* Transfers of libcurl's multi interface, each with limits and a function for its end. */
#include "syncd/core/http_client.h"

#include "lib/base/buf.h"
#include "lib/base/log.h"
#include "lib/base/text.h"
#include "lib/base/xmalloc.h"

#include <openssl/crypto.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>

struct transfer {
	LIST_ENTRY(transfer) link;
	CURL *easy;
	struct curl_slist *headers;
	char *form; /* what is posted */
	size_t form_len;
	struct buf body;
	size_t body_max;
	bool too_long;
	char why[CURL_ERROR_SIZE];
	bool foreign; /* not HTTP: what it is made of is the caller's, who has to learn of the end
	               */
	http_client_done *done;
	void *arg;
};

struct http_client {
	CURLM *multi;
	LIST_HEAD(transfer_list, transfer) transfers;
};

struct http_client *http_client_new(int connections)
{
	struct http_client *client = xcalloc(1, sizeof(*client));

	LIST_INIT(&client->transfers);
	client->multi = curl_multi_init();
	if (!client->multi)
		fatalx("curl_multi_init failed");
	curl_multi_setopt(client->multi, CURLMOPT_MAX_TOTAL_CONNECTIONS, (long)connections);
	curl_multi_setopt(client->multi, CURLMOPT_MAXCONNECTS, (long)connections);
	return client;
}

static void transfer_free(struct http_client *client, struct transfer *transfer)
{
	curl_multi_remove_handle(client->multi, transfer->easy);
	curl_easy_cleanup(transfer->easy);
	curl_slist_free_all(transfer->headers);
	if (transfer->form)
		OPENSSL_cleanse(transfer->form, transfer->form_len);
	free(transfer->form);
	buf_release(&transfer->body);
	free(transfer);
}

static void http_client_free(void *self)
{
	struct http_client *client = self;
	struct transfer *transfer;

	while ((transfer = LIST_FIRST(&client->transfers))) {
		LIST_REMOVE(transfer, link);
		if (transfer->foreign)
			transfer->done(transfer->arg, &(struct http_response){.abandoned = true});
		transfer_free(client, transfer);
	}
	curl_multi_cleanup(client->multi);
	free(client);
}

CURLM *http_client_multi(const struct http_client *client)
{
	return client->multi;
}

static size_t take(char *data, size_t size, size_t n, void *arg)
{
	struct transfer *transfer = arg;

	if (transfer->body.len + n > transfer->body_max) {
		transfer->too_long = true;
		return 0;
	}
	buf_add(&transfer->body, data, n);
	return n;
}

static void add_header(struct transfer *transfer, const char *header)
{
	struct curl_slist *list = curl_slist_append(transfer->headers, header);

	if (!list)
		fatalx("out of memory");
	transfer->headers = list;
	curl_easy_setopt(transfer->easy, CURLOPT_HTTPHEADER, list);
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
static struct transfer *transfer_new(const char *url, size_t body_max, int timeout_ms)
{
	struct transfer *transfer = xcalloc(1, sizeof(*transfer));

	transfer->easy = curl_easy_init();
	if (!transfer->easy)
		fatalx("curl_easy_init failed");
	transfer->body_max = body_max;
	set_limits(transfer->easy, timeout_ms);
	curl_easy_setopt(transfer->easy, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(transfer->easy, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(transfer->easy, CURLOPT_URL, url);
	curl_easy_setopt(transfer->easy, CURLOPT_USERAGENT, "varta-syncd/" VARTA_VERSION);
	curl_easy_setopt(transfer->easy, CURLOPT_WRITEFUNCTION, take);
	curl_easy_setopt(transfer->easy, CURLOPT_WRITEDATA, transfer);
	return transfer;
}

static void begin(struct http_client *client, struct transfer *transfer, http_client_done *done,
                  void *arg)
{
	transfer->done = done;
	transfer->arg = arg;
	curl_easy_setopt(transfer->easy, CURLOPT_PRIVATE, transfer);
	curl_easy_setopt(transfer->easy, CURLOPT_ERRORBUFFER, transfer->why);
	LIST_INSERT_HEAD(&client->transfers, transfer, link);
	if (curl_multi_add_handle(client->multi, transfer->easy) != CURLM_OK)
		fatalx("curl_multi_add_handle failed");
}

static struct transfer *transfer_new_post(const char *url, const void *body, size_t len,
                                          int timeout_ms)
{
	struct transfer *transfer = transfer_new(url, HTTP_CLIENT_BODY_MAX, timeout_ms);

	transfer->form = xmalloc(len + 1);
	memcpy(transfer->form, body, len);
	transfer->form[len] = '\0';
	transfer->form_len = len;
	curl_easy_setopt(transfer->easy, CURLOPT_POSTFIELDSIZE, (long)len);
	curl_easy_setopt(transfer->easy, CURLOPT_POSTFIELDS, transfer->form);
	/* a server that wants '100 Continue' is asked without it: some wait a second for it */
	add_header(transfer, "Expect:");
	return transfer;
}

void http_client_post(struct http_client *client, const char *url, const char *form, int timeout_ms,
                      http_client_done *done, void *arg)
{
	struct transfer *transfer = transfer_new_post(url, form, strlen(form), timeout_ms);

	add_header(transfer, "Accept: application/json");
	begin(client, transfer, done, arg);
}

void http_client_send(struct http_client *client, const char *url, const char *type,
                      const void *body, size_t len, int timeout_ms, http_client_done *done,
                      void *arg)
{
	struct transfer *transfer = transfer_new_post(url, body, len, timeout_ms);
	char *header = xasprintf("Content-Type: %s", type);

	add_header(transfer, header);
	free(header);
	begin(client, transfer, done, arg);
}

/* An ETag comes from the peer: what is no field value is not sent back. */
static bool is_etag(const char *s)
{
	for (const char *c = s; *c; c++)
		if (*c < 0x21 || *c > 0x7e)
			return false;
	return *s && strlen(s) <= HTTP_CLIENT_ETAG_MAX;
}

void http_client_get(struct http_client *client, const char *url, const char *accept,
                     const char *etag, int timeout_ms, http_client_done *done, void *arg)
{
	struct transfer *transfer = transfer_new(url, HTTP_CLIENT_PAGE_MAX, timeout_ms);
	char *header = xasprintf("Accept: %s", accept);

	add_header(transfer, header);
	free(header);
	if (etag && is_etag(etag)) {
		header = xasprintf("If-None-Match: %s", etag);
		add_header(transfer, header);
		free(header);
	}
	begin(client, transfer, done, arg);
}

void http_client_run(struct http_client *client, CURL *easy, int timeout_ms, http_client_done *done,
                     void *arg)
{
	struct transfer *transfer = xcalloc(1, sizeof(*transfer));

	transfer->easy = easy;
	transfer->foreign = true;
	set_limits(easy, timeout_ms);
	begin(client, transfer, done, arg);
}

/* libcurl's own words, which may quote the server's. */
static char *failure_of(const struct transfer *transfer, CURLcode code)
{
	const char *why = *transfer->why ? transfer->why : curl_easy_strerror(code);

	if (code == CURLE_OK)
		return NULL;
	if (transfer->too_long)
		return xasprintf("the answer is longer than %zu bytes", transfer->body_max);
	return text_visible(why, strlen(why), TEXT_ONE_LINE);
}

static void end_transfer(struct http_client *client, struct transfer *transfer, CURLcode code)
{
	char *failure = failure_of(transfer, code), *type = NULL;
	struct http_response response = {.failure = failure,
	                                 .cause = failure ? curl_easy_strerror(code) : NULL,
	                                 .body = transfer->body.data ? transfer->body.data : "",
	                                 .len = transfer->body.len};
	struct curl_header *etag;
	curl_off_t after = 0;

	if (curl_easy_header(transfer->easy, "ETag", 0, CURLH_HEADER, -1, &etag) == CURLHE_OK &&
	    is_etag(etag->value))
		response.etag = etag->value;
	curl_easy_getinfo(transfer->easy, CURLINFO_RESPONSE_CODE, &response.status);
	curl_easy_getinfo(transfer->easy, CURLINFO_CONTENT_TYPE, &type);
	curl_easy_getinfo(transfer->easy, CURLINFO_RETRY_AFTER, &after);
	response.type = type;
	response.retry_after = (long)after;
	transfer->done(transfer->arg, &response);
	free(failure);
	LIST_REMOVE(transfer, link);
	transfer_free(client, transfer);
}

static void http_client_step(void *self)
{
	struct http_client *client = self;
	int running, left;
	const CURLMsg *message;

	curl_multi_perform(client->multi, &running);
	while ((message = curl_multi_info_read(client->multi, &left))) {
		char *transfer = NULL;

		if (message->msg != CURLMSG_DONE)
			continue;
		curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &transfer);
		end_transfer(client, (struct transfer *)transfer, message->data.result);
	}
}

const struct job_ops http_client_job = {
        .name = "http client",
        .step = http_client_step,
        .free = http_client_free,
};
