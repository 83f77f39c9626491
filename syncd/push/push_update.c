/* Writes an update as a form, and looks for it at the peer. */
#include "syncd/push/push_update.h"

#include "lib/base/buf.h"
#include "lib/base/log.h"
#include "lib/base/xmalloc.h"
#include "lib/db/db_result.h"
#include "syncd/content/form.h"
#include "syncd/core/http_client.h"
#include "syncd/open311/peer_page.h"
#include "syncd/push/shown_update.h"
#include "syncd/push/text_match.h"

#include <openssl/crypto.h>
#include <stdlib.h>
#include <string.h>

/* What an update says, beside the key: the peer's name of the field and our column. What is null,
 * or empty and not always there, is left out. */
struct push_update_field {
	const char *name, *column;
	bool always;
};

static const struct push_update_field update_fields[] = {
        {"jurisdiction_id", "jurisdiction", true},
        {"service_request_id", "request_id", true},
        {"updated_datetime", "updated", true},
        {"status", "status", true},
        {"description", "text", true},
        {"external_status_code", "external_status_code", true},
        {"customer_reference", "customer_reference", false},
        {"extras[agency_responsible]", "unit", false},
        {NULL, NULL, false},
};

/* Of whom the updates are, when they are read. */
static const struct push_update_field question_fields[] = {
        {"jurisdiction_id", "jurisdiction", false},
        {"service_request_id", "request_id", true},
        {"start_date", "updated", true},
        {NULL, NULL, false},
};

static const struct push_update_field request_fields[] = {
        {"jurisdiction_id", "jurisdiction", false},
        {"status", "status", true},
        {"status_notes", "text", false},
        {NULL, NULL, false},
};

void push_update_free(struct push_update *update)
{
	free(update->seq);
	free(update->url);
	free(update->form);
	free(update->note);
	free(update->question);
	free(update->id);
	free(update->own_id);
	free(update);
}

static char *write_form(const struct push_update_field *fields, const PGresult *res, int row)
{
	struct buf form = {0};

	for (const struct push_update_field *f = fields; f->name; f++) {
		const char *value = db_result_text(res, row, f->column);

		if (f->always || (value && *value))
			form_add(&form, f->name, value ? value : "");
	}
	return buf_steal(&form);
}

/* id: the peer's number of the request; NULL: it is told by updates. */
static char *url_of(const char *base, const char *id)
{
	struct buf url = {0};

	buf_adds(&url, base);
	if (!url.len || url.data[url.len - 1] != '/')
		buf_addc(&url, '/');
	buf_adds(&url, id ? "requests/" : "servicerequestupdates");
	if (id)
		form_escape(&url, id);
	return buf_steal(&url);
}

static void set_ids(struct push_update *update, const PGresult *res, int row)
{
	const char *id = db_result_text(res, row, "update_id"),
	           *own = db_result_text(res, row, "own_id");

	update->id = xstrdup(id);
	update->own_id = strcmp(id, own) != 0 ? xstrdup(own) : NULL;
	update->question = write_form(question_fields, res, row);
}

/* The path of an answer's photo, below our own address. */
static void add_photo(struct push_update *update, const char *path, const char *base_url)
{
	struct buf form = {0};
	char *url = xasprintf("%s%s", base_url, path);

	buf_addf(&form, "%s", update->form);
	form_add(&form, "media_url", url);
	free(url);
	free(update->form);
	update->form = buf_steal(&form);
}

struct push_update *push_update_new(const PGresult *res, int row, const char *base_url)
{
	struct push_update *update = xcalloc(1, sizeof(*update));
	const char *url = db_result_text(res, row, "url"),
	           *id = db_result_text(res, row, "external_id"),
	           *text = db_result_text(res, row, "text"),
	           *photo = db_result_text(res, row, "media_url");

	update->seq = xstrdup(db_result_text(res, row, "seq"));
	update->url = url ? url_of(url, id) : NULL;
	update->into_request = id != NULL;
	update->form = write_form(id ? request_fields : update_fields, res, row);
	if (!id && photo)
		add_photo(update, photo, base_url);
	update->note = *text ? xstrdup(text) : NULL;
	update->tried = strcmp(db_result_text(res, row, "attempts"), "0") != 0;
	update->read_first = id && update->note && update->tried;
	if (!id)
		set_ids(update, res, row);
	return update;
}

char *push_update_form(const struct push_update *update, const char *key)
{
	struct buf form = {0};

	form_add(&form, "api_key", key);
	buf_addf(&form, "&%s", update->form);
	if (update->id)
		form_add(&form, "update_id", update->id);
	return buf_steal(&form);
}

char *push_update_post_url(const struct push_update *update)
{
	return xasprintf("%s.json", update->url);
}

char *push_update_read_url(const struct push_update *update, const char *key)
{
	struct buf query = {0};
	char *url;

	form_add(&query, "api_key", key);
	form_add(&query, "extensions", "true");
	url = xasprintf("%s.json?%s", update->url, query.data);
	OPENSSL_cleanse(query.data, query.len);
	buf_release(&query);
	return url;
}

static struct push_result again(const char *why)
{
	return (struct push_result){.kind = PUSH_RESULT_AGAIN, .why = xstrdup(why)};
}

struct push_result push_update_judge(struct push_update *update, const struct http_response *answer)
{
	struct push_result result;

	if (answer->failure)
		return again(answer->failure);
	result = push_result_judge(update->into_request ? "service_request_id" : "update_id",
	                           answer->status, answer->type, answer->body, answer->len);
	update->doubted = result.kind == PUSH_RESULT_EXISTS && update->own_id;
	if (result.kind == PUSH_RESULT_EXISTS && !update->doubted)
		result.kind = PUSH_RESULT_DELIVERED;
	return result;
}

char *push_update_doubt_url(const struct push_update *update, const char *key)
{
	struct buf query = {0};
	char *url;

	form_add(&query, "api_key", key);
	buf_addf(&query, "&%s", update->question);
	url = xasprintf("%s.json?%s", update->url, query.data);
	OPENSSL_cleanse(query.data, query.len);
	buf_release(&query);
	return url;
}

struct push_result push_update_settle(struct push_update *update, const char *source,
                                      const struct http_response *answer)
{
	enum shown_update shown = SHOWN_UPDATE_NOT;

	if (!answer->failure && answer->status / 100 == 2)
		shown = shown_update_find(answer->body, answer->len, update->id, update->own_id,
		                          update->note);
	update->doubted = false;
	if (shown == SHOWN_UPDATE_SAME || (shown == SHOWN_UPDATE_NOT && update->tried)) {
		if (shown == SHOWN_UPDATE_NOT)
			log_warnx("push: '%s' has an update %s already and does not show it; it is "
			          "taken to be ours, from the attempt before",
			          source, update->id);
		return (struct push_result){.kind = PUSH_RESULT_DELIVERED};
	}
	log_warnx("push: '%s' has another thing under the number %s; it is sent as %s", source,
	          update->id, update->own_id);
	free(update->id);
	update->id = update->own_id;
	update->own_id = NULL;
	return (struct push_result){.kind = PUSH_RESULT_EXISTS};
}

static bool shows(const struct peer_page *page, const char *note)
{
	const json_t *item = json_array_get(page->items, 0);
	const char *raw = json_string_value(json_object_get(item, "raw"));
	json_t *tree = raw ? json_loads(raw, JSON_ALLOW_NUL, NULL) : NULL;
	bool there = text_match_in(tree, note);

	json_decref(tree);
	return there;
}

bool push_update_is_there(const struct push_update *update, const struct http_response *answer,
                          struct push_result *result)
{
	struct peer_page page;
	bool there;

	*result = (struct push_result){.kind = PUSH_RESULT_DELIVERED};
	if (answer->failure) {
		*result = again(answer->failure);
		return false;
	}
	page = peer_page_read(answer->status, answer->type, answer->body, answer->len);
	if (page.why)
		*result = again(page.why);
	there = !page.why && shows(&page, update->note);
	peer_page_release(&page);
	return there;
}
