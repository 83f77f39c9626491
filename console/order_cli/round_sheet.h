/* The page of a round that an officer takes along. */
#ifndef VARTA_CONSOLE_ORDER_CLI_ROUND_SHEET_H
#define VARTA_CONSOLE_ORDER_CLI_ROUND_SHEET_H

#include <libpq-fe.h>

/* Prints the places: number, metres from the one before, place, kind of thing, what is wrong,
 * whether it is dangerous, the order's number, verify or check. 80 columns, a form feed behind each
 * 60 lines. */
void round_sheet(const PGresult *places, const char *number);

#endif
