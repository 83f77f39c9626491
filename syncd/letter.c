#include "syncd/letter.h"

#include "syncd/client.h"
#include "syncd/form.h"
#include "syncd/peerpage.h"
#include "syncd/record.h"
#include "syncd/sameness.h"

#include "lib/buf.h"
#include "lib/xmalloc.h"

#include <openssl/crypto.h>
#include <stdlib.h>
#include <string.h>

/* What a letter says, beside the key: the peer's name of the field and our column. What is null, or
 * empty and not always there, is left out. */
struct letter_field {
	const char *name, *column;
	bool always;
};

static const struct letter_field update_fields[] = {
        {"jurisdiction_id", "jurisdiction", true},
        {"service_request_id", "request_id", true},
        {"update_id", "seq", true},
        {"updated_datetime", "updated", true},
        {"status", "status", true},
        {"description", "text", true},
        {NULL, NULL, false},
};

static const struct letter_field request_fields[] = {
        {"jurisdiction_id", "jurisdiction", false},
        {"status", "status", true},
        {"status_notes", "text", false},
        {NULL, NULL, false},
};

void letter_free(struct letter *letter)
{
	free(letter->seq);
	free(letter->url);
	free(letter->form);
	free(letter->note);
	free(letter);
}

static char *write_form(const struct letter_field *fields, const PGresult *res, int row)
{
	struct buf form = {0};

	for (const struct letter_field *f = fields; f->name; f++) {
		const char *value = record_text(res, row, f->column);

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

struct letter *letter_new(const PGresult *res, int row)
{
	struct letter *letter = xcalloc(1, sizeof(*letter));
	const char *url = record_text(res, row, "url"), *id = record_text(res, row, "external_id"),
	           *text = record_text(res, row, "text");

	letter->seq = xstrdup(record_text(res, row, "seq"));
	letter->url = url ? url_of(url, id) : NULL;
	letter->into_request = id != NULL;
	letter->form = write_form(id ? request_fields : update_fields, res, row);
	letter->note = id && *text ? xstrdup(text) : NULL;
	letter->read_first = letter->note && strcmp(record_text(res, row, "attempts"), "0") != 0;
	return letter;
}

char *letter_form(const struct letter *letter, const char *key)
{
	struct buf form = {0};

	form_add(&form, "api_key", key);
	buf_addf(&form, "&%s", letter->form);
	return buf_steal(&form);
}

char *letter_post_url(const struct letter *letter)
{
	return xasprintf("%s.json", letter->url);
}

char *letter_read_url(const struct letter *letter, const char *key)
{
	struct buf query = {0};
	char *url;

	form_add(&query, "api_key", key);
	form_add(&query, "extensions", "true");
	url = xasprintf("%s.json?%s", letter->url, query.data);
	OPENSSL_cleanse(query.data, query.len);
	buf_release(&query);
	return url;
}

static struct verdict again(const char *why)
{
	return (struct verdict){.kind = VERDICT_AGAIN, .why = xstrdup(why)};
}

struct verdict letter_judge(const struct letter *letter, const struct client_answer *answer)
{
	if (answer->failure)
		return again(answer->failure);
	return verdict_judge(letter->into_request ? "service_request_id" : "update_id",
	                     answer->status, answer->type, answer->body, answer->len);
}

static bool shows(const struct peerpage *page, const char *note)
{
	const json_t *item = json_array_get(page->items, 0);
	const char *raw = json_string_value(json_object_get(item, "raw"));
	json_t *tree = raw ? json_loads(raw, JSON_ALLOW_NUL, NULL) : NULL;
	bool there = sameness_in(tree, note);

	json_decref(tree);
	return there;
}

bool letter_is_there(const struct letter *letter, const struct client_answer *answer,
                     struct verdict *verdict)
{
	struct peerpage page;
	bool there;

	*verdict = (struct verdict){.kind = VERDICT_DELIVERED};
	if (answer->failure) {
		*verdict = again(answer->failure);
		return false;
	}
	page = peerpage_read(answer->status, answer->type, answer->body, answer->len);
	if (page.why)
		*verdict = again(page.why);
	there = !page.why && shows(&page, letter->note);
	peerpage_release(&page);
	return there;
}
