/* What 'vartactl audit' is made of, file by file. */
#ifndef VARTA_ADMIN_AUDIT_H
#define VARTA_ADMIN_AUDIT_H

#include "admin/command/vartactl.h"

/* audit_key.c: without a database */
enum exit_code audit_key(struct ctl *ctl, int argc, char **args);
enum exit_code audit_receipt(struct ctl *ctl, int argc, char **args);
/* Says what is wrong with a file, with --json also as an object; returns EXIT_FAILED. */
enum exit_code audit_complain(const struct ctl *ctl, const char *path, const char *why);

/* verify_bundle.c: without a database */
enum exit_code audit_verify_bundle(struct ctl *ctl, int argc, char **args);

/* audit_status.c: without checkpoints */
enum exit_code audit_status(struct ctl *ctl, int argc, char **args);

/* verify.c: against the checkpoints of --checkpoints; city NULL: all that are the auditor's */
enum exit_code audit_verify_log(struct ctl *ctl, const char *city);

#endif
