/* Lays the places of a round out for paper: boxes for what is found, a line for what is measured.
 */
#include "console/order_cli/round_sheet.h"

#include "lib/base/i18n.h"
#include "lib/base/text.h"
#include "lib/base/xmalloc.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WIDTH = 80, PAGE_LINES = 60, PLACE_LINES = 4, HEAD_LINES = 3 };
enum { N, METRES, PLACE, OBJECT, WHAT, DANGEROUS, ORDER, WAITS_FOR };

static void print_line(char *line)
{
	char *shown = text_visible(line, strlen(line), TEXT_ONE_LINE);
	char *cut = text_ellipsis(shown, WIDTH);

	puts(cut);
	free(cut);
	free(shown);
	free(line);
}

static void print_head(const PGresult *places, const char *number)
{
	long long metres = 0;

	for (int i = 0; i < PQntuples(places); i++)
		metres += strtoll(PQgetvalue(places, i, METRES), NULL, 10);
	print_line(xasprintf(_("Round %s · %d places · %.1f km as the crow flies"), number,
	                     PQntuples(places), (double)metres / 1000));
	print_line(xasprintf(
	        _("Date ____________  Officer ______________________  Signature ______________")));
	putchar('\n');
}

static void print_place(const PGresult *places, int i)
{
	const char *order = PQgetvalue(places, i, ORDER);

	print_line(xasprintf("%2s. %s%s · %s m", PQgetvalue(places, i, N),
	                     *PQgetvalue(places, i, DANGEROUS) == 't' ? "(!) " : "",
	                     PQgetvalue(places, i, PLACE), PQgetvalue(places, i, METRES)));
	print_line(xasprintf("    %s: %s", PQgetvalue(places, i, OBJECT),
	                     PQgetvalue(places, i, WHAT)));
	if (strcmp(PQgetvalue(places, i, WAITS_FOR), "check") == 0 && *order)
		print_line(
		        xasprintf(_("    said to be mended (order %s): [ ] mended  [ ] not mended  "
		                    "____________________"),
		                  order));
	else
		print_line(xasprintf("    %s", _("[ ] confirmed  [ ] not confirmed  [ ] mended  "
		                                 "[ ] not ours  __________________")));
	putchar('\n');
}

void round_sheet(const PGresult *places, const char *number)
{
	int used = HEAD_LINES;

	print_head(places, number);
	for (int i = 0; i < PQntuples(places); i++) {
		if (used + PLACE_LINES > PAGE_LINES) {
			putchar('\f');
			used = 0;
		}
		print_place(places, i);
		used += PLACE_LINES;
	}
}
