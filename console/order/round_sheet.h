/* The page of a round that an officer takes along. */
#ifndef VARTA_CONSOLE_ORDER_ROUND_SHEET_H
#define VARTA_CONSOLE_ORDER_ROUND_SHEET_H

#include <libpq-fe.h>

/* The places, as QUERY_ROUND_SHEET gives them: 80 columns, a form feed behind each 60 lines. The
 * caller frees it. */
char *round_sheet(const PGresult *places, const char *number);

#endif
