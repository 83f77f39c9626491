/* Asks for the rows of photos, and prints them for people: when, what, by whom, what became of
 * it, and for five minutes where it can be looked at. */
#include "console/order_cli/photo_lines.h"

#include "console/data/result.h"
#include "lib/base/i18n.h"
#include "lib/base/text.h"
#include "lib/base/when.h"
#include "lib/base/xmalloc.h"
#include "lib/db/db_call.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

json_t *photo_lines_ask(struct cli *cli, const char *from, const char *argument,
                        enum exit_code *status)
{
	char *sql = xasprintf("select * from %s", from);
	PGresult *res = db_call(cli->conn, sql, 1, (const char *const[]){argument}, status);
	json_t *rows = res ? json_array() : NULL;

	free(sql);
	for (int i = 0; i < PQntuples(res); i++)
		json_array_append_new(rows, result_object(res, i));
	PQclear(res);
	return rows;
}

static void print_part(const json_t *photo, const char *member)
{
	const char *text = json_string_value(json_object_get(photo, member));
	char *shown;

	if (!text || !*text)
		return;
	shown = text_visible(text, strlen(text), TEXT_ONE_LINE);
	printf(" · %s", shown);
	free(shown);
}

/* The path below the address of the daemon, where this configuration says that. */
static void print_address(const struct cli *cli, const json_t *photo)
{
	const char *base = cli->settings->public_url ? cli->settings->public_url : "";
	const char *path = json_string_value(json_object_get(photo, "path"));
	size_t len = strlen(base);

	while (len && base[len - 1] == '/')
		len--;
	if (path)
		printf("   %.*s%s\n", (int)len, base, path);
}

void photo_lines_print(const struct cli *cli, const json_t *photos)
{
	static const char *const members[] = {"stage_name", "by", "state_name", "reason"};
	const json_t *photo;
	size_t i;

	if (json_array_size(photos))
		puts(_(" Photos; the addresses open them for five minutes"));
	json_array_foreach(photos, i, photo) {
		char at[WHEN_LOCAL_SIZE];

		when_local(json_integer_value(json_object_get(photo, "came")), at);
		printf(" %s", at);
		for (size_t m = 0; m < sizeof(members) / sizeof(*members); m++)
			print_part(photo, members[m]);
		putchar('\n');
		print_address(cli, photo);
	}
}
