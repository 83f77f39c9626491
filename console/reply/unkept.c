/* The list of texts that are in memory alone. */
#include "console/reply/unkept.h"

#include "lib/base/xmalloc.h"

#include <stdlib.h>
#include <string.h>

static struct unkept {
	struct draft draft;
	struct draft_text text;
} * texts;
static size_t n;

void unkept_put(struct draft *d, struct draft_text *text)
{
	texts = xreallocarray(texts, n + 1, sizeof(*texts));
	texts[n++] = (struct unkept){*d, *text};
}

static void drop(size_t i)
{
	n--;
	memmove(texts + i, texts + i + 1, (n - i) * sizeof(*texts));
	if (n == 0) {
		free(texts);
		texts = NULL;
	}
}

bool unkept_take(const char *stem, struct draft *d, struct draft_text *text)
{
	size_t i = 0;

	while (i < n && strcmp(texts[i].draft.stem, stem) != 0)
		i++;
	if (i == n)
		return false;
	*d = texts[i].draft;
	*text = texts[i].text;
	drop(i);
	return true;
}

void unkept_each(void (*each)(void *arg, int64_t id), void *arg)
{
	for (size_t i = 0; i < n; i++)
		each(arg, draft_id(&texts[i].draft));
}

int unkept_forget(int64_t id, int64_t until)
{
	int dropped = 0;

	for (size_t i = n; i-- > 0;) {
		if (draft_id(&texts[i].draft) != id || texts[i].text.saved_at > until)
			continue;
		draft_remove(&texts[i].draft);
		draft_close(&texts[i].draft);
		free(texts[i].text.body);
		drop(i);
		dropped++;
	}
	return dropped;
}

size_t unkept_write(char **why)
{
	*why = NULL;
	for (size_t i = n; i-- > 0;) {
		char *complaint = draft_save(&texts[i].draft, &texts[i].text);
		if (!complaint) {
			draft_close(&texts[i].draft);
			free(texts[i].text.body);
			drop(i);
			continue;
		}
		free(*why);
		*why = complaint;
	}
	return n;
}
