/* Asks which drafts are of erased requests, and removes them. */
#include "console/reply/erased_drafts.h"

#include "console/data/session.h"
#include "console/data/statements.h"
#include "console/reply/draft.h"
#include "console/ui/ui.h"
#include "lib/base/buf.h"
#include "lib/base/i18n.h"
#include "lib/db/db_array.h"
#include "lib/db/db_result.h"

#include <stdlib.h>

static void forget(void *arg, const PGresult *res, const struct db_error *error)
{
	const struct ui *ui = arg;
	const struct session *session = ui->session;
	int n = 0;

	if (error)
		return; /* the next connection asks again */
	for (int line = 0; line < PQntuples(res); line++)
		n += draft_forget(session->login, db_result_int(res, line, "id"),
		                  db_result_int(res, line, "at") - session->clock);
	if (n)
		ui_say(arg, STYLE_SOON,
		       ngettext("%d kept text was removed: the personal data of its request were "
		                "erased",
		                "%d kept texts were removed: the personal data of their requests "
		                "were erased",
		                (unsigned long)n),
		       n);
}

static void add_id(void *arg, int64_t id)
{
	db_array_add_int(arg, id);
}

void erased_drafts_ask(struct ui *ui)
{
	struct buf ids = {0};

	draft_each(ui->session->login, add_id, &ids);
	if (ids.len)
		session_query(ui->session, QUERY_ERASED, (const char *const[]){db_array_end(&ids)},
		              forget, ui);
	buf_release(&ids);
}
