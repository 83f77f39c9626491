/* Notes the first thing that is wrong, in a sentence for the sender. */
#include "syncd/content/problem.h"

#include "lib/base/text.h"
#include "lib/base/xmalloc.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

bool problem_set(struct problem *p, int status, const char *fmt, ...)
{
	va_list ap;

	if (p->status)
		return false;
	p->status = status;
	va_start(ap, fmt);
	p->text = xvasprintf(fmt, ap);
	va_end(ap);
	return false;
}

void problem_release(struct problem *p)
{
	free(p->text);
	*p = (struct problem){0};
}

char *problem_quote(const char *s)
{
	char *visible = text_visible(s, strlen(s), TEXT_ONE_LINE);
	char *cut = text_ellipsis(visible, 60);

	free(visible);
	return cut;
}
