/* Fills a row from the columns of api.queue_row; every text is made harmless here. */
#include "console/data/row.h"

#include "lib/base/i18n.h"
#include "lib/base/text.h"
#include "lib/base/xmalloc.h"

#include <stdlib.h>
#include <string.h>

static char *text(row_getter *get, void *source, const char *field)
{
	const char *value = get(source, field);

	return value ? text_visible(value, strlen(value), TEXT_ONE_LINE) : xstrdup("");
}

static int64_t number(row_getter *get, void *source, const char *field)
{
	const char *value = get(source, field);

	return value ? strtoll(value, NULL, 10) : 0;
}

/* As PostgreSQL and JSON write it. */
static bool flag(row_getter *get, void *source, const char *field)
{
	const char *value = get(source, field);

	return value && *value == 't';
}

/* The place of the field's value in words, 0 where it is none of them. */
static int one_of(row_getter *get, void *source, const char *field, const char *const words[],
                  int n)
{
	const char *value = get(source, field);

	for (int i = 1; value && i < n; i++)
		if (strcmp(words[i], value) == 0)
			return i;
	return 0;
}

struct row *row_new(row_getter *get, void *source)
{
	static const char *const due_states[] = {"", "soon", "late"};
	static const char *const referrals[] = {"", "sent", "accepted"};
	static const char *const drafts[] = {"", "draft", "submitted", "approved", "recalled"};
	struct row *row = xcalloc(1, sizeof(*row));
	const char *status;
	int64_t area;

	row->id = number(get, source, "id");
	row->version = (int)number(get, source, "version");
	row->rank = (int)number(get, source, "rank");
	status = get(source, "status");
	row->status = status ? status_find(status) : STATUS_COUNT;
	row->due_state = (enum due_state)one_of(get, source, "due_state", due_states, 3);
	row->draft = (enum draft_state)one_of(get, source, "draft", drafts, 5);
	row->referral = (enum referral)one_of(get, source, "referral", referrals, 3);
	area = number(get, source, "area");
	row->area = area >= AREA_INSIDE && area <= AREA_NO_POINT ? (enum area)area : AREA_OUTSIDE;
	row->due = number(get, source, "due");
	row->received = number(get, source, "received");
	row->city = text(get, source, "city");
	row->kind = text(get, source, "kind");
	row->category = text(get, source, "category_name");
	row->category_short = text(get, source, "category_short");
	row->district = text(get, source, "district_name");
	row->title = text(get, source, "title");
	row->unit = text(get, source, "unit_name");
	row->operator= text(get, source, "operator");
	row->due_key = text(get, source, "due_key");
	row->unseen = flag(get, source, "comment");
	return row;
}

void row_free(struct row *row)
{
	if (!row)
		return;
	free(row->city);
	free(row->kind);
	free(row->category);
	free(row->category_short);
	free(row->district);
	free(row->title);
	free(row->unit);
	free(row->operator);
	free(row->due_key);
	free(row);
}

const char *row_title(const struct row *row)
{
	if (*row->title)
		return row->title;
	return strcmp(row->kind, "message") == 0 ? _("private") : _("(no text)");
}
