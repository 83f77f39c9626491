/* Serves the files of photos below the address of a link. */
#include "syncd/party/link_photo_file.h"

#include "lib/base/i18n.h"
#include "lib/base/xmalloc.h"
#include "lib/db/db_result.h"
#include "lib/program/settings.h"
#include "syncd/http/http_common.h"
#include "syncd/http/http_request.h"
#include "syncd/party/link_page.h"
#include "syncd/photo/photo.h"
#include "syncd/photo/photo_store.h"

#include <stdlib.h>
#include <string.h>

static const struct db_stmt read_photo = {"link_photo",
                                          "select sync.link_photo($1::bytea, $2::bigint)", 2};

static void unknown(struct http_request *req)
{
	char *html;

	i18n_speak("uk");
	html = link_page_unknown();
	i18n_speak("en");
	http_request_html(req, 404, html);
	free(html);
}

/* It is kept by nobody on the way: it goes with the link. */
static void on_name(struct http_request *req, const PGresult *res)
{
	const char *name = db_value_text(res);
	const char *dot = name ? strchr(name, '.') : NULL;
	enum photo_type type = dot ? photo_of_suffix(dot + 1) : PHOTO_NONE;
	char *hash = dot ? xstrndup(name, (size_t)(dot - name)) : NULL;
	struct buf file = {0};

	if (type == PHOTO_NONE || !photo_store_get(req->common->settings->media_dir, hash, &file))
		unknown(req);
	else
		http_request_file(req, photo_media_type(type), &file);
	req->keep = false;
	buf_release(&file);
	free(hash);
}

void link_photo_file_serve(struct http_request *req, const char *hash)
{
	const char *number = strchr(req->key, '.') + 1;
	const char *const params[] = {hash, number};

	if (!req->common->settings->media_dir || strlen(number) > 15 || !*number ||
	    number[strspn(number, "0123456789")])
		unknown(req);
	else
		http_request_query(req, &read_photo, params, on_name);
}
