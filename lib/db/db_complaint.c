/* Why a connection is gone: what the server said before any, then what failed first. */
#include "lib/base/i18n.h"
#include "lib/base/text.h"
#include "lib/base/xmalloc.h"
#include "lib/db/db_internal.h"

#include <stdlib.h>
#include <string.h>

char *db_complaint(const PGconn *conn, bool first)
{
	const char *message = conn ? PQerrorMessage(conn) : "";
	const char *chosen = message;
	size_t len = strcspn(message, "\n");

	for (const char *line = message; *line != '\0'; line += strspn(line, "\n")) {
		size_t n = strcspn(line, "\n");
		if (n > 0 && *line != '\t' && *line != ' ') {
			chosen = line;
			len = n;
			if (first)
				break;
		}
		line += n;
	}
	if (len == 0)
		return xstrdup(_("the connection was lost"));
	return text_visible(chosen, len, TEXT_ONE_LINE);
}

void db_broke(struct db *db)
{
	db->broken = true;
	if (!db->complaint)
		db->complaint = db_complaint(db->conn, true);
}

void db_farewell(struct db *db, const char *message)
{
	free(db->complaint);
	db->complaint = text_visible(message, strlen(message), TEXT_ONE_LINE);
}

char *db_reason(struct db *db)
{
	char *complaint = db->complaint;

	db->complaint = NULL;
	return complaint ? complaint : db_complaint(db->conn, true);
}
