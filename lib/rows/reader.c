/* What both forms of files are read with. */
#include "lib/rows/rows.h"

int rows_byte(struct row_reader *rows)
{
	int c = getc_unlocked(rows->file);

	if (c == '\n')
		rows->line++;
	return c;
}

enum row_state rows_refuse(struct row_reader *rows, enum row_state bad, const char *reason)
{
	snprintf(rows->reason, sizeof(rows->reason), "%s", reason);
	return bad;
}
