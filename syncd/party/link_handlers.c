/* Finds a link by the hash of what stands in its address, reads what its party posts, and answers
 * with a page. */
#include "lib/base/i18n.h"
#include "lib/db/db_result.h"
#include "syncd/http/http_request.h"
#include "syncd/party/handlers.h"
#include "syncd/party/link_page.h"

#include <openssl/sha.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct db_stmt read_link = {"link_page", "select sync.link_page($1::bytea) as page",
                                         1};
static const struct db_stmt act_by_link = {
        "link_act",
        "select sync.link_act($1::bytea, $2::text, $3::integer, $4::text, $5::text) as result", 5};

enum { HASH_SIZE = 2 + 2 * SHA256_DIGEST_LENGTH + 1 };

/* What stands in the address leaves this process in no other form. */
static void hash_key(const struct http_request *req, char out[HASH_SIZE])
{
	unsigned char digest[SHA256_DIGEST_LENGTH];

	SHA256((const unsigned char *)req->key, strlen(req->key), digest);
	out[0] = '\\';
	out[1] = 'x';
	for (size_t i = 0; i < sizeof(digest); i++)
		snprintf(out + 2 + 2 * i, 3, "%02x", digest[i]);
}

/* page NULL: the link opens nothing. */
static void answer(struct http_request *req, const json_t *page, const json_t *result)
{
	char *html;

	i18n_speak("uk");
	html = json_is_object(page) ? link_page_html(page, result ? link_page_notice(result) : NULL)
	                            : link_page_unknown();
	i18n_speak("en");
	http_request_html(req, json_is_object(page) ? 200 : 404, html);
	free(html);
}

static void on_page(struct http_request *req, const PGresult *res)
{
	json_t *page = PQntuples(res) ? db_result_json(res, 0, "page") : NULL;

	answer(req, page, NULL);
	json_decref(page);
}

void handle_link(struct http_request *req)
{
	char hash[HASH_SIZE];
	const char *const params[] = {hash};

	hash_key(req, hash);
	http_request_query(req, &read_link, params, on_page);
}

static void on_result(struct http_request *req, const PGresult *res)
{
	json_t *result = PQntuples(res) ? db_result_json(res, 0, "result") : NULL;

	answer(req, json_object_get(result, "page"), result);
	json_decref(result);
}

/* A number as a form has it; NULL where it is none, which no version is. */
static const char *whole_number(const char *text)
{
	return text && strlen(text) <= 9 && text[strspn(text, "0123456789")] == '\0' ? text : NULL;
}

void handle_link_act(struct http_request *req)
{
	char hash[HASH_SIZE];
	const char *const params[] = {hash, params_get(&req->params, "verb"),
	                              whole_number(params_get(&req->params, "version")),
	                              params_get(&req->params, "note"),
	                              params_get(&req->params, "until")};

	hash_key(req, hash);
	http_request_query(req, &act_by_link, params, on_result);
}
