/* What 'vartactl audit' is made of, file by file. */
#ifndef VARTA_ADMIN_AUDIT_H
#define VARTA_ADMIN_AUDIT_H

#include "admin/vartactl.h"

/* audit_key.c: without a database */
enum exit_code audit_key(struct ctl *ctl, int argc, char **args);
enum exit_code audit_receipt(struct ctl *ctl, int argc, char **args);

#endif
