/* Writes what a request waits for: snoozed, paused, recallable, merged; and that it is private. */
#include "console/request/request_detail.h"
#include "lib/base/buf.h"
#include "lib/base/i18n.h"
#include "lib/base/when.h"

#include <stdlib.h>

enum { INDENT = 1 };

/* A line such as 'snoozed until Fri 08:00'; nothing where the field is null. */
static void add_moment(struct lines *l, const struct detail *d, const char *field,
                       const char *label, int64_t now)
{
	const json_t *at = json_object_get(d->json, field);
	char *when;

	if (!json_is_integer(at))
		return;
	when = when_short(json_integer_value(at), now);
	lines_addf(l, STYLE_SOON, INDENT, "%s %s", label, when);
	free(when);
}

static void add_pause(struct lines *l, const struct detail *d, int64_t now)
{
	const json_t *pause = json_object_get(d->json, "paused");
	char *since, *question;

	if (!json_is_object(pause))
		return;
	since = when_short(json_integer_value(json_object_get(pause, "since")), now);
	question = detail_text(pause, "question");
	lines_addf(l, STYLE_SOON, INDENT, _("paused since %s: %s"), since, question);
	free(since);
	free(question);
}

static void add_duplicates(struct lines *l, const struct detail *d)
{
	const json_t *into = json_object_get(d->json, "merged_into");
	struct buf numbers = {0};
	size_t i;
	json_t *number;

	if (json_is_integer(into))
		lines_addf(l, STYLE_SOON, INDENT, _("merged into %lld"),
		           (long long)json_integer_value(into));
	json_array_foreach(json_object_get(d->json, "merged"), i, number) {
		buf_addf(&numbers, "%s%" JSON_INTEGER_FORMAT, i ? ", " : "",
		         json_integer_value(number));
	}
	if (numbers.len)
		lines_addf(l, STYLE_PLAIN, INDENT, _("merged with it: %s"), numbers.data);
	buf_release(&numbers);
}

static void add_privacy(struct lines *l, const struct detail *d)
{
	if (json_is_true(json_object_get(d->json, "private")))
		lines_add(l, STYLE_SOON, INDENT, _("private: the public does not see it"));
}

void detail_state(const struct detail *d, struct lines *l, int64_t now)
{
	add_moment(l, d, "snoozed_until", _("snoozed until"), now);
	add_moment(l, d, "recall_until", _("the answer can be recalled until"), now);
	add_pause(l, d, now);
	add_duplicates(l, d);
	add_privacy(l, d);
}
