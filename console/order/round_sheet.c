/* Lays the places of a round out for paper: boxes for what is found, a line for what is measured.
 */
#include "console/order/round_sheet.h"

#include "lib/base/buf.h"
#include "lib/base/i18n.h"
#include "lib/base/text.h"
#include "lib/base/xmalloc.h"

#include <stdlib.h>
#include <string.h>

enum { WIDTH = 80, PAGE_LINES = 60, PLACE_LINES = 4, HEAD_LINES = 3 };
enum { N, METRES, PLACE, OBJECT, WHAT, DANGEROUS, ORDER, WAITS_FOR };

static void add_line(struct buf *page, char *line)
{
	char *shown = text_visible(line, strlen(line), TEXT_ONE_LINE);
	char *cut = text_ellipsis(shown, WIDTH);

	buf_addf(page, "%s\n", cut);
	free(cut);
	free(shown);
	free(line);
}

static void add_head(struct buf *page, const PGresult *places, const char *number)
{
	long long metres = 0;

	for (int i = 0; i < PQntuples(places); i++)
		metres += strtoll(PQgetvalue(places, i, METRES), NULL, 10);
	add_line(page, xasprintf(_("Round %s · %d places · %.1f km as the crow flies"), number,
	                         PQntuples(places), (double)metres / 1000));
	add_line(page, xasprintf(_("Date ____________  Officer ______________________  Signature "
	                           "______________")));
	buf_addc(page, '\n');
}

static void add_place(struct buf *page, const PGresult *places, int i)
{
	const char *order = PQgetvalue(places, i, ORDER);

	add_line(page, xasprintf("%2s. %s%s · %s m", PQgetvalue(places, i, N),
	                         *PQgetvalue(places, i, DANGEROUS) == 't' ? "(!) " : "",
	                         PQgetvalue(places, i, PLACE), PQgetvalue(places, i, METRES)));
	add_line(page, xasprintf("    %s: %s", PQgetvalue(places, i, OBJECT),
	                         PQgetvalue(places, i, WHAT)));
	if (strcmp(PQgetvalue(places, i, WAITS_FOR), "check") == 0 && *order)
		add_line(
		        page,
		        xasprintf(_("    said to be mended (order %s): [ ] mended  [ ] not mended  "
		                    "____________________"),
		                  order));
	else
		add_line(page,
		         xasprintf("    %s", _("[ ] confirmed  [ ] not confirmed  [ ] mended  "
		                               "[ ] not ours  __________________")));
	buf_addc(page, '\n');
}

char *round_sheet(const PGresult *places, const char *number)
{
	struct buf page = {0};
	int used = HEAD_LINES;

	add_head(&page, places, number);
	for (int i = 0; i < PQntuples(places); i++) {
		if (used + PLACE_LINES > PAGE_LINES) {
			buf_addc(&page, '\f');
			used = 0;
		}
		add_place(&page, places, i);
		used += PLACE_LINES;
	}
	return buf_steal(&page);
}
