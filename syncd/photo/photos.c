/* Photos: a site uploads one before the report that names it, the public gets those of public
 * requests. */
#include "lib/xmalloc.h"
#include "syncd/core/sources.h"
#include "syncd/core/syncd.h"
#include "syncd/http/upload.h"
#include "syncd/open311/handlers.h"
#include "syncd/photo/photo.h"
#include "syncd/photo/photo_jobs.h"
#include "syncd/photo/photo_store.h"

#include <stdlib.h>
#include <string.h>

static const struct db_stmt public_type = {"media_public", "select sync.media_public($1::text)", 1};

void call_media_upload(struct http_request *ex)
{
	const struct source *source = NULL;
	struct problem p = {0};
	struct buf file = {0};
	bool own;

	if (!ex->syncd->media) {
		http_request_error(ex, 404, "no photos are taken here");
		return;
	}
	if (upload_read(ex->connection, &ex->body, &file, &ex->params, &p))
		source = sources_find(ex->syncd->sources, &ex->params, true, &own, &p);
	buf_release(&ex->body);
	if (!source)
		http_request_problem(ex, &p);
	else if (db_state(ex->syncd->db) == DB_DOWN)
		http_request_unavailable(ex);
	else
		media_upload(ex->syncd->media, source->id, &file, ex);
	buf_release(&file);
}

static void unknown(struct http_request *ex)
{
	http_request_error(ex, 404, "there is nothing at this address");
}

/* The key is HASH.SUFFIX, as call_media_file() has checked. */
static void on_type(struct http_request *ex, const PGresult *res)
{
	enum photo_type type = photo_of_suffix(ex->key + PHOTO_STORE_NAME + 1);
	struct buf file = {0};

	if (PQgetisnull(res, 0, 0) || strcmp(PQgetvalue(res, 0, 0), photo_media_type(type)) != 0 ||
	    !photo_store_get(ex->syncd->settings.media_dir, ex->key, &file))
		unknown(ex);
	else
		http_request_file(ex, photo_media_type(type), &file);
	buf_release(&file);
}

void call_media_file(struct http_request *ex)
{
	size_t len = strcspn(ex->key, ".");
	char *hash;
	const char *params[1];

	if (!ex->syncd->media || !photo_store_is_name(ex->key, len) || !ex->key[len] ||
	    photo_of_suffix(ex->key + len + 1) == PHOTO_NONE) {
		unknown(ex);
		return;
	}
	hash = xstrndup(ex->key, len);
	params[0] = hash;
	http_request_query(ex, &public_type, params, on_type);
	free(hash);
}
