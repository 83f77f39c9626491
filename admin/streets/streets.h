/* vartactl streets: what the files of a gazetteer hold is read row by row and goes to the database
 * in batches, all of a file in one transaction. */
#ifndef VARTA_STREETS_STREETS_H
#define VARTA_STREETS_STREETS_H

#include "admin/command/vartactl.h"

/* The run of 'streets import CITY FILE'. Tells each line that was refused, then the counts. */
enum exit_code streets_import(struct ctl *ctl, int argc, char **args);

#endif
