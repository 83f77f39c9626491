/* Photos: a site uploads one before the report that names it, the public gets those of public
 * requests. */
#include "syncd/calls.h"
#include "syncd/media.h"
#include "syncd/photo.h"
#include "syncd/shelf.h"
#include "syncd/sources.h"
#include "syncd/syncd.h"
#include "syncd/upload.h"

#include "lib/xmalloc.h"

#include <stdlib.h>
#include <string.h>

static const struct db_stmt public_type = {"media_public", "select sync.media_public($1::text)", 1};

void call_media_upload(struct exchange *ex)
{
	const struct source *source = NULL;
	struct problem p = {0};
	struct buf file = {0};
	bool own;

	if (!ex->syncd->media) {
		exchange_error(ex, 404, "no photos are taken here");
		return;
	}
	if (upload_read(ex->connection, &ex->body, &file, &ex->params, &p))
		source = sources_find(ex->syncd->sources, &ex->params, true, &own, &p);
	buf_release(&ex->body);
	if (!source)
		exchange_problem(ex, &p);
	else if (db_state(ex->syncd->db) == DB_DOWN)
		exchange_unavailable(ex);
	else
		media_upload(ex->syncd->media, source->id, &file, ex);
	buf_release(&file);
}

static void unknown(struct exchange *ex)
{
	exchange_error(ex, 404, "there is nothing at this address");
}

/* The key is HASH.SUFFIX, as call_media_file() has checked. */
static void on_type(struct exchange *ex, const PGresult *res)
{
	enum photo_type type = photo_of_suffix(ex->key + SHELF_NAME + 1);
	struct buf file = {0};

	if (PQgetisnull(res, 0, 0) || strcmp(PQgetvalue(res, 0, 0), photo_media_type(type)) != 0 ||
	    !shelf_get(ex->syncd->settings.media_dir, ex->key, &file))
		unknown(ex);
	else
		exchange_file(ex, photo_media_type(type), &file);
	buf_release(&file);
}

void call_media_file(struct exchange *ex)
{
	size_t len = strcspn(ex->key, ".");
	char *hash;
	const char *params[1];

	if (!ex->syncd->media || !shelf_is_name(ex->key, len) || !ex->key[len] ||
	    photo_of_suffix(ex->key + len + 1) == PHOTO_NONE) {
		unknown(ex);
		return;
	}
	hash = xstrndup(ex->key, len);
	params[0] = hash;
	exchange_query(ex, &public_type, params, on_type);
	free(hash);
}
