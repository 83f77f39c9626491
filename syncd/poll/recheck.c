/* Judges what came of single requests, and queues the news. */
#include "syncd/poll/recheck.h"

#include "lib/base/log.h"
#include "syncd/core/http_client.h"
#include "syncd/open311/peer_page.h"

#include <string.h>

/* From how many on it is no coincidence that none of them is there. */
enum { SUSPICIOUS = 3 };

void recheck_init(struct recheck *recheck, json_t *known)
{
	*recheck = (struct recheck){.known = known, .news = json_array(), .gone = json_array()};
}

void recheck_release(struct recheck *recheck)
{
	json_decref(recheck->known);
	json_decref(recheck->news);
	json_decref(recheck->told);
	json_decref(recheck->gone);
}

static const char *text(const json_t *object, const char *name)
{
	return json_string_value(json_object_get(object, name));
}

bool recheck_next(struct recheck *recheck, const char **id, const char **etag)
{
	const json_t *next = json_array_get(recheck->known, recheck->at);

	if (!next || recheck->given_up)
		return false;
	*id = text(next, "id");
	*etag = text(next, "etag");
	recheck->at++;
	return true;
}

/* items: NULL where the request is as it was. */
static void add_news(struct recheck *recheck, const char *id, json_t *items)
{
	json_array_append_new(recheck->news, json_pack("{s:s,s:o}", "id", id, "items",
	                                               items ? items : json_null()));
}

/* Anything but the one that was asked for is no news of it. */
static void judge_page(struct recheck *recheck, const char *id, const struct peer_page *page,
                       const char *etag)
{
	json_t *item = json_array_get(page->items, 0);
	const char *shown = text(item, "external_id");

	if (page->gone || (page->items && json_array_size(page->items) == 0)) {
		json_array_append_new(recheck->gone, json_string(id));
	} else if (shown && strcmp(shown, id) == 0 && json_array_size(page->items) == 1) {
		if (etag)
			json_object_set_new(item, "etag", json_string(etag));
		add_news(recheck, id, json_pack("[O]", item));
	} else {
		add_news(recheck, id, NULL);
	}
}

void recheck_judge(struct recheck *recheck, const struct http_response *answer)
{
	const char *id = text(json_array_get(recheck->known, recheck->at - 1), "id");
	struct peer_page page;

	if (answer->failure || answer->status == 429 || answer->status / 100 == 5) {
		recheck->given_up = true;
		add_news(recheck, id, NULL);
		return;
	}
	if (answer->status == 304) {
		add_news(recheck, id, NULL);
		return;
	}
	page = peer_page_read(answer->status, answer->type, answer->body, answer->len);
	judge_page(recheck, id, &page, answer->etag);
	peer_page_release(&page);
}

/* All were asked for: those that are gone are news, if that can be. */
static void settle(struct recheck *recheck, const char *source)
{
	bool odd = json_array_size(recheck->gone) == recheck->at && recheck->at >= SUSPICIOUS;
	json_t *id;
	size_t i;

	if (odd)
		log_warnx("poll: '%s' has none of the %zu requests that it was asked for, which is "
		          "not believed",
		          source, recheck->at);
	json_array_foreach(recheck->gone, i, id) {
		add_news(recheck, json_string_value(id), odd ? NULL : json_array());
	}
	json_array_clear(recheck->gone);
}

bool recheck_news(struct recheck *recheck, const char *source, struct recheck_news *news)
{
	const json_t *items;

	if (recheck->given_up || recheck->at == json_array_size(recheck->known))
		settle(recheck, source);
	json_decref(recheck->told);
	recheck->told = json_incref(json_array_get(recheck->news, 0));
	if (!recheck->told)
		return false;
	json_array_remove(recheck->news, 0);
	items = json_object_get(recheck->told, "items");
	*news = (struct recheck_news){.id = text(recheck->told, "id"),
	                              .items = json_is_array(items) ? items : NULL};
	return true;
}
