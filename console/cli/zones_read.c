/* Asks for the cities of the operator. */
#include "console/cli/zones_read.h"

#include "console/data/zones.h"
#include "lib/db/db_call.h"
#include "lib/db/db_result.h"

void zones_read(struct cli *cli)
{
	enum exit_code status;
	PGresult *res = db_call(cli->conn, "select cities::text from api.me()", 0, NULL, &status);

	if (res && PQntuples(res) == 1)
		zones_take(db_value_text(res));
	PQclear(res);
}
