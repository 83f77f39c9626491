/* Puts the files of an order into its archive. */
#include "console/order_cli/bundle_files.h"

#include "lib/base/xmalloc.h"
#include "lib/db/db_call.h"

#include <stdlib.h>

static bool add_file(struct cli *cli, struct bundle *bundle, const char *order, const char *number,
                     const char *kind, enum exit_code *status)
{
	PGresult *res = db_call(cli->conn, "select api.order_file_data($1, $2::bigint)", 2,
	                        (const char *const[]){order, number}, status);
	char *name;
	unsigned char *data;
	size_t len = 0;

	if (!res)
		return false;
	name = xasprintf("files/%s.%s", number, kind);
	data = PQunescapeBytea((const unsigned char *)PQgetvalue(res, 0, 0), &len);
	bundle_add(bundle, name, data, len);
	PQfreemem(data);
	free(name);
	PQclear(res);
	return true;
}

bool bundle_files_add(struct cli *cli, struct bundle *bundle, const char *order,
                      enum exit_code *status)
{
	PGresult *res = db_call(cli->conn, "select file, kind from api.order_files($1)", 1,
	                        (const char *const[]){order}, status);
	bool ok = res != NULL;

	for (int i = 0; ok && i < PQntuples(res); i++)
		ok = add_file(cli, bundle, order, PQgetvalue(res, i, 0), PQgetvalue(res, i, 1),
		              status);
	PQclear(res);
	return ok;
}
