#include "syncd/poll/recheck.h"

#include "lib/log.h"
#include "syncd/core/http_client.h"
#include "syncd/poll/peer_page.h"

#include <string.h>

/* From how many on it is no coincidence that none of them is there. */
enum { SUSPICIOUS = 3 };

void recheck_init(struct recheck *reread, json_t *known)
{
	*reread = (struct recheck){.known = known, .news = json_array(), .gone = json_array()};
}

void recheck_release(struct recheck *reread)
{
	json_decref(reread->known);
	json_decref(reread->news);
	json_decref(reread->told);
	json_decref(reread->gone);
}

static const char *text(const json_t *object, const char *name)
{
	return json_string_value(json_object_get(object, name));
}

bool recheck_next(struct recheck *reread, const char **id, const char **etag)
{
	const json_t *next = json_array_get(reread->known, reread->at);

	if (!next || reread->given_up)
		return false;
	*id = text(next, "id");
	*etag = text(next, "etag");
	reread->at++;
	return true;
}

/* items: NULL where the request is as it was. */
static void add_news(struct recheck *reread, const char *id, json_t *items)
{
	json_array_append_new(reread->news, json_pack("{s:s,s:o}", "id", id, "items",
	                                              items ? items : json_null()));
}

/* Anything but the one that was asked for is no news of it. */
static void judge_page(struct recheck *reread, const char *id, const struct peer_page *page,
                       const char *etag)
{
	json_t *item = json_array_get(page->items, 0);
	const char *shown = text(item, "external_id");

	if (page->gone || (page->items && json_array_size(page->items) == 0)) {
		json_array_append_new(reread->gone, json_string(id));
	} else if (shown && strcmp(shown, id) == 0 && json_array_size(page->items) == 1) {
		if (etag)
			json_object_set_new(item, "etag", json_string(etag));
		add_news(reread, id, json_pack("[O]", item));
	} else {
		add_news(reread, id, NULL);
	}
}

void recheck_judge(struct recheck *reread, const struct client_answer *answer)
{
	const char *id = text(json_array_get(reread->known, reread->at - 1), "id");
	struct peer_page page;

	if (answer->failure || answer->status == 429 || answer->status / 100 == 5) {
		reread->given_up = true;
		add_news(reread, id, NULL);
		return;
	}
	if (answer->status == 304) {
		add_news(reread, id, NULL);
		return;
	}
	page = peer_page_read(answer->status, answer->type, answer->body, answer->len);
	judge_page(reread, id, &page, answer->etag);
	peer_page_release(&page);
}

/* All were asked for: those that are gone are news, if that can be. */
static void settle(struct recheck *reread, const char *source)
{
	bool odd = json_array_size(reread->gone) == reread->at && reread->at >= SUSPICIOUS;
	json_t *id;
	size_t i;

	if (odd)
		log_warnx("poll: '%s' has none of the %zu requests that it was asked for, which is "
		          "not believed",
		          source, reread->at);
	json_array_foreach(reread->gone, i, id)
	{
		add_news(reread, json_string_value(id), odd ? NULL : json_array());
	}
	json_array_clear(reread->gone);
}

bool recheck_news(struct recheck *reread, const char *source, struct recheck_news *news)
{
	const json_t *items;

	if (reread->given_up || reread->at == json_array_size(reread->known))
		settle(reread, source);
	json_decref(reread->told);
	reread->told = json_incref(json_array_get(reread->news, 0));
	if (!reread->told)
		return false;
	json_array_remove(reread->news, 0);
	items = json_object_get(reread->told, "items");
	*news = (struct recheck_news){.id = text(reread->told, "id"),
	                              .items = json_is_array(items) ? items : NULL};
	return true;
}
