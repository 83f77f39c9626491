/* Writes a file whole, or says why it cannot. */
#include "console/cli/file_write.h"

#include "console/cli/output.h"
#include "lib/base/file_why.h"
#include "lib/base/i18n.h"
#include "lib/base/log.h"
#include "lib/db/db_call.h"
#include "lib/db/db_result.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

/* Nobody who reads is no trouble. */
static bool write_standard(const void *data, size_t len)
{
	fwrite(data, 1, len, stdout);
	output_unread();
	return true;
}

bool file_write(const char *path, const void *data, size_t len)
{
	FILE *file;
	int error = 0;

	if (strcmp(path, "-") == 0)
		return write_standard(data, len);
	file = fopen(path, "wbe");
	if (!file || fwrite(data, 1, len, file) != len || fflush(file) != 0)
		error = errno;
	if (file && fclose(file) != 0 && !error)
		error = errno;
	if (error)
		log_warnx(_("cannot write '%s': %s"), path, file_why(error));
	return error == 0;
}

enum exit_code file_write_value(struct cli *cli, const char *sql, int n, const char *const *params,
                                const char *path)
{
	struct buf file = {0};
	enum exit_code status;
	PGresult *res = db_call(cli->conn, sql, n, params, &status);

	if (!res)
		return status;
	db_result_bytes(res, 0, "data", &file);
	PQclear(res);
	status = file_write(path, file.data, file.len) ? EXIT_OK : EXIT_FAILED;
	buf_release(&file);
	return status;
}
