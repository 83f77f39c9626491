/* Finds a link by the hash of what stands in its address, reads what its party posts, and answers
 * with a page. */
#include "lib/base/i18n.h"
#include "lib/db/db_array.h"
#include "lib/db/db_params.h"
#include "lib/db/db_result.h"
#include "lib/program/settings.h"
#include "syncd/http/http_common.h"
#include "syncd/http/http_request.h"
#include "syncd/party/handlers.h"
#include "syncd/party/link_page.h"
#include "syncd/party/link_photo_file.h"

#include <openssl/sha.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct db_stmt read_link = {"link_page", "select sync.link_page($1::bytea) as page",
                                         1};
static const struct db_stmt act_by_link = {
        "link_act",
        "select sync.link_act($1::bytea, $2::text, $3::integer, $4::text, $5::text, $6::bytea, "
        "$7::text[], $8::bytea[]) as result",
        8};

enum { KEY_SIZE = 40, MEGABYTE = 1024 * 1024, HASH_SIZE = 2 + 2 * SHA256_DIGEST_LENGTH + 1 };

/* What stands in the address, up to a dot, leaves this process in no other form. */
static void hash_key(const struct http_request *req, char out[HASH_SIZE])
{
	unsigned char digest[SHA256_DIGEST_LENGTH];

	SHA256((const unsigned char *)req->key, strcspn(req->key, "."), digest);
	out[0] = '\\';
	out[1] = 'x';
	for (size_t i = 0; i < sizeof(digest); i++)
		snprintf(out + 2 + 2 * i, 3, "%02x", digest[i]);
}

/* MB that a file may have, rounded up. */
static int longest_of(const struct settings *s)
{
	return 1 + (s->media_max - 1) / MEGABYTE;
}

/* page NULL: the link opens nothing. */
static void answer(struct http_request *req, const json_t *page, const json_t *result)
{
	const struct settings *s = req->common->settings;
	const struct link_place place = {req->key, s->media_dir ? longest_of(s) : 0};
	char *html;

	i18n_speak("uk");
	html = json_is_object(page)
	               ? link_page_html(page, &place, result ? link_page_notice(result) : NULL)
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
	if (strchr(req->key, '.'))
		link_photo_file_serve(req, hash);
	else
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

/* Whether so many files are taken, and so long ones; otherwise it is answered. */
static bool check_files(struct http_request *req)
{
	const struct settings *s = req->common->settings;

	if (req->files.n && !s->media_dir)
		http_request_error(req, 415, "no photos are taken here");
	for (size_t i = 0; i < req->files.n && req->phase != HTTP_REQUEST_DONE; i++)
		if (req->files.list[i].data.len > (size_t)s->media_max)
			http_request_error(req, 413, "a file is longer than %d bytes",
			                   s->media_max);
	return req->phase != HTTP_REQUEST_DONE;
}

/* As arrays of the database: what the sender calls each, and its bytes. */
static void list_files(const struct http_request *req, struct buf *names, struct buf *files)
{
	for (size_t i = 0; i < req->files.n; i++) {
		const struct multipart_file *file = &req->files.list[i];
		struct db_params bytes = {0};

		db_params_bytes(&bytes, file->data.data, file->data.len);
		db_array_adds(names, file->name);
		db_array_adds(files, bytes.text[0]);
		db_params_release(&bytes);
	}
}

void handle_link_act(struct http_request *req)
{
	const char *verb = params_get(&req->params, "verb");
	bool answer = verb && strcmp(verb, "referral_answer") == 0;
	const struct buf *photo = &req->files.list[0].data;
	struct buf names = {0}, files = {0};
	struct db_params params = {0};
	char hash[HASH_SIZE];

	if (!check_files(req))
		return;
	if (!answer && req->files.n > 1) {
		http_request_error(req, 400, "more than one photo");
		return;
	}
	hash_key(req, hash);
	db_params_text(&params, strchr(req->key, '.') ? NULL : hash);
	db_params_text(&params, verb);
	db_params_text(&params, whole_number(params_get(&req->params, "version")));
	db_params_text(&params, params_get(&req->params, "note"));
	db_params_text(&params, params_get(&req->params, "until"));
	db_params_bytes(&params, req->files.n && !answer ? photo->data : NULL, photo->len);
	if (answer)
		list_files(req, &names, &files);
	db_params_text(&params, answer ? db_array_end(&names) : NULL);
	db_params_text(&params, answer ? db_array_end(&files) : NULL);
	http_request_query(req, &act_by_link, params.text, on_result);
	db_params_release(&params);
	buf_release(&names);
	buf_release(&files);
}

/* Whether it may stand in the address of a page. */
static bool is_key(const char *key)
{
	return key && strlen(key) == KEY_SIZE && key[strspn(key, "0123456789abcdef")] == '\0';
}

void link_refuse(struct http_request *req, int status)
{
	char *html;

	i18n_speak("uk");
	html = link_page_refused(is_key(req->key) ? req->key : NULL, status,
	                         longest_of(req->common->settings));
	i18n_speak("en");
	http_request_html(req, status, html);
	free(html);
}
