/* Parses and prints the head and the text of a draft's file. */
#include "console/reply/draft_text.h"

#include "lib/base/buf.h"
#include "lib/base/text.h"
#include "lib/base/xmalloc.h"

#include <inttypes.h>
#include <string.h>

#define MAGIC     "varta draft 2\n"
#define OLD_MAGIC "varta draft 1\n" /* did not say how it was sent */

/* Returns what stands behind the line of how it was sent; NULL where that is none. */
static const char *parse_sending(const char *s, struct sending *sending)
{
	int state, as, len = 0;

	if (sscanf(s, "sending %d %d %36[0-9a-f-]%n", &state, &as, sending->key, &len) != 3 ||
	    s[len] != '\n' || state < 0 || state >= SENDING_STATES || as < 0 || as >= SENDING_WAYS)
		return NULL;
	sending->state = (enum sending_state)state;
	sending->as = (enum sending_as)as;
	return s + len + 1;
}

bool draft_text_parse(const struct buf *file, struct draft_text *text)
{
	struct draft_text found = {0};
	int len = 0;
	bool old = file->data && strncmp(file->data, OLD_MAGIC, strlen(OLD_MAGIC)) == 0;
	const char *s;

	if (!old && (!file->data || strncmp(file->data, MAGIC, strlen(MAGIC)) != 0))
		return false;
	s = file->data + strlen(MAGIC);
	if (sscanf(s, "version %d\nresponse %" SCNd64 "\nkind %d\n%n", &found.version,
	           &found.response, &found.kind, &len) != 3 ||
	    len == 0)
		return false;
	s = old ? s + len : parse_sending(s + len, &found.sending);
	if (!s)
		return false;
	found.body = xstrdup(s);
	*text = found;
	return true;
}

static const char *const head_lines[] = {"varta draft ", "version ", "response ", "kind ",
                                         "sending "};

static void parse_head_line(const char *line, struct draft_text *text)
{
	sscanf(line, "version %d", &text->version);
	sscanf(line, "response %" SCNd64, &text->response);
	sscanf(line, "kind %d", &text->kind);
}

struct draft_text draft_text_damaged(const struct buf *file)
{
	struct draft_text text = {.kind = DRAFT_KIND_UNKNOWN};
	const char *s = file->data ? file->data : "";

	for (size_t i = 0; i < sizeof(head_lines) / sizeof(*head_lines); i++) {
		if (strncmp(s, head_lines[i], strlen(head_lines[i])) != 0)
			continue;
		parse_head_line(s, &text);
		s += strcspn(s, "\n");
		s += *s == '\n';
	}
	text.body = text_visible(s, strlen(s), TEXT_KEEP_LINES);
	return text;
}

void draft_text_print(struct buf *out, const struct draft_text *text)
{
	const struct sending *sending = &text->sending;

	buf_addf(out, MAGIC "version %d\nresponse %" PRId64 "\nkind %d\nsending %d %d %s\n",
	         text->version, text->response, text->kind, (int)sending->state, (int)sending->as,
	         *sending->key ? sending->key : "-");
	buf_adds(out, text->body);
}
