/* Merges two texts line by line, from both ends to what differs. */
#include "console/reply/text_merge.h"

#include "lib/base/buf.h"

#include <stddef.h>
#include <string.h>

#define BEGIN  "<<<<<<<"
#define MIDDLE "======="
#define END    ">>>>>>>"

/* Bytes of whole lines that both begin with. */
static size_t same_head(const char *a, const char *b)
{
	size_t at = 0, line = 0;

	while (a[at] && a[at] == b[at])
		if (a[at++] == '\n')
			line = at;
	return a[at] == b[at] ? at : line;
}

/* Bytes of whole lines that both end with, of texts of which the first head bytes are used up. */
static size_t same_tail(const char *a, const char *b, size_t head)
{
	size_t a_len = strlen(a), b_len = strlen(b), n = 0, line = 0;
	size_t most = (a_len < b_len ? a_len : b_len) - head;

	while (n < most && a[a_len - n - 1] == b[b_len - n - 1])
		if (a[a_len - ++n] == '\n')
			line = n;
	return line;
}

static void add_part(struct buf *out, const char *text, size_t len)
{
	buf_add(out, text, len);
	if (len && text[len - 1] != '\n')
		buf_addc(out, '\n');
}

char *merge_texts(const char *mine, const char *my_name, const char *theirs, const char *their_name)
{
	struct buf out = {0};
	size_t head = same_head(mine, theirs);
	size_t tail = same_tail(mine, theirs, head);
	size_t mine_end = strlen(mine) - tail, theirs_end = strlen(theirs) - tail;
	const char *rest;

	buf_add(&out, mine, head);
	if (mine_end > head || theirs_end > head) {
		buf_addf(&out, BEGIN " %s\n", my_name);
		add_part(&out, mine + head, mine_end - head);
		buf_adds(&out, MIDDLE "\n");
		add_part(&out, theirs + head, theirs_end - head);
		buf_addf(&out, END " %s\n", their_name);
	}
	rest = mine + mine_end;
	buf_adds(&out, *rest == '\n' ? rest + 1 : rest);
	return buf_steal(&out);
}

bool merge_has_marks(const char *text)
{
	static const char *const marks[] = {BEGIN " ", MIDDLE "\n", END " "};

	for (const char *line = text; line; line = strchr(line, '\n')) {
		line += *line == '\n';
		for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++)
			if (strncmp(line, marks[i], strlen(marks[i])) == 0)
				return true;
	}
	return false;
}
