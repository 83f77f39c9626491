/* Photos: a site uploads one before the report that names it, the public gets those of public
 * requests. */
#include "lib/base/xmalloc.h"
#include "lib/db/db_params.h"
#include "lib/db/db_result.h"
#include "lib/program/settings.h"
#include "syncd/content/upload.h"
#include "syncd/core/db_lane.h"
#include "syncd/http/http_common.h"
#include "syncd/http/http_request.h"
#include "syncd/http/sources.h"
#include "syncd/photo/handlers.h"
#include "syncd/photo/photo.h"
#include "syncd/photo/photo_store.h"
#include "syncd/photo/photos.h"

#include <stdlib.h>
#include <string.h>

/* The parameter of an operator who may see what is not public; such an answer is not kept. */
#define TICKET "ticket"

static const struct db_stmt public_type = {"media_public", "select sync.media_public($1::text)", 1};
static const struct db_stmt ticket_type = {"media_ticket",
                                           "select sync.media_ticket($1::text, $2::text)", 2};

static void answer_upload(struct http_request *req, const char *url, const char *why, bool for_good)
{
	json_t *tree = json_pack("[{s:s?}]", "media_url", url);

	if (url)
		http_request_answer(req, 200, "media", tree);
	else
		http_request_error(req, for_good ? 415 : 503, "media: %s", why);
	json_decref(tree);
}

void handle_media_upload(struct http_request *req)
{
	const struct source *source = NULL;
	struct problem p = {0};
	struct buf file = {0};
	bool own;

	if (!req->context) {
		http_request_error(req, 404, "no photos are taken here");
		return;
	}
	if (upload_read(req->connection, &req->body, &file, &req->params, &p))
		source = sources_find(req->common->sources, &req->params, true, &own, &p);
	buf_release(&req->body);
	if (!source)
		http_request_problem(req, &p);
	else if (db_lane_state(req->common->reads) == DB_DOWN)
		http_request_unavailable(req);
	else
		photos_upload(req->context, source->id, &file, req, answer_upload);
	buf_release(&file);
}

static void unknown(struct http_request *req)
{
	http_request_error(req, 404, "there is nothing at this address");
}

/* The key is HASH.SUFFIX, as call_media_file() has checked. */
static void on_type(struct http_request *req, const PGresult *res)
{
	enum photo_type type = photo_of_suffix(req->key + PHOTO_STORE_NAME + 1);
	const char *known = db_value_text(res);
	struct buf file = {0};

	if (!known || strcmp(known, photo_media_type(type)) != 0 ||
	    !photo_store_get(req->common->settings->media_dir, req->key, &file))
		unknown(req);
	else
		http_request_file(req, photo_media_type(type), &file);
	if (params_get(&req->params, TICKET))
		req->keep = false;
	buf_release(&file);
}

void handle_media_file(struct http_request *req)
{
	size_t len = strcspn(req->key, ".");
	const char *ticket = params_get(&req->params, TICKET);
	struct db_params params = {0};

	if (!req->context || !photo_store_is_name(req->key, len) || !req->key[len] ||
	    photo_of_suffix(req->key + len + 1) == PHOTO_NONE) {
		unknown(req);
		return;
	}
	db_params_own(&params, xstrndup(req->key, len));
	db_params_text(&params, ticket);
	http_request_query(req, ticket ? &ticket_type : &public_type, params.text, on_type);
	db_params_release(&params);
}
