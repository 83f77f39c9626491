/* The two halves of 'vartactl schema upgrade': migrations of tables, and code that is replaced. */
#ifndef VARTA_ADMIN_SCHEMA_H
#define VARTA_ADMIN_SCHEMA_H

#include "admin/command/vartactl.h"
#include "lib/base/buf.h"

/* A statement of others waits at most about this long behind one of an upgrade; what does not get
 * its locks in that time gives up and is tried again. */
#define SCHEMA_LOCK_TIMEOUT "1s"
enum { SCHEMA_TRIES = 8 };

/* sql_files.c. The folder with the schema: share/varta/sql, or what VARTA_SQLDIR names. */
const char *schema_folder(void);
/* Adds a file below that folder to b; false where it has complained. */
bool schema_read(struct buf *b, const char *name);
/* Cuts the name of the next change out of the text of sqitch.plan; NULL at its end. */
char *schema_next_change(char **plan);
/* Waits before another try, longer each time; says that tables are in use. */
void schema_wait(int try);

/* script.c. How a script ended: others held a lock for too long, it is wrong, the database is
 * silent. */
enum script_outcome { SCRIPT_DONE, SCRIPT_BUSY, SCRIPT_BROKEN, SCRIPT_SILENT };
/* Runs all statements of a text from a file, with the manifest as the parameter of one, unless that
 * is NULL; the last result goes to *rows where that is given. It complains of what is wrong. */
enum script_outcome script_run(struct ctl *ctl, const char *file, const char *sql,
                               const char *manifest, PGresult **rows);
/* The exit code of vartactl for it. */
enum exit_code script_exit(enum script_outcome outcome);

/* sqitch.c. Runs sqitch to its end; what it says is added to b. Where the database falls silent it
 * is ended, after a complaint, and ctl->status is EXIT_OFFLINE. */
bool sqitch_run(struct ctl *ctl, const char *const command[], struct buf *b);

/* migrations.c. Refuses, with a complaint, a database that has migrations which this version does
 * not know: it was made by a newer version, or by one that was never released. */
enum exit_code migrations_known(struct ctl *ctl);
/* Deploys what is missing: into an empty database in one transaction, with sqitch into others. */
enum exit_code migrations_deploy(struct ctl *ctl);
/* Prints the last migration, and those that are missing. */
enum exit_code migrations_status(struct ctl *ctl);

/* fresh_tables.c. Makes all tables of a database that is empty, in one transaction and one session:
 * sqitch would start two programs for each change. What it made is told to sqitch at once, or,
 * where that failed, by the next call. Does nothing where there is a schema that sqitch knows. */
enum exit_code fresh_tables_make(struct ctl *ctl);

/* schema_code.c. Makes the temporary functions of sql/upgrade.sql, which all others call. */
enum exit_code code_functions(struct ctl *ctl);
/* Replaces all code in one transaction. */
enum exit_code code_replace(struct ctl *ctl);
/* Prints what differs from the manifest, object by object. */
enum exit_code code_status(struct ctl *ctl);
/* Prints what everybody may do and should not, and which operators chose a password themselves. */
enum exit_code rights_status(struct ctl *ctl);

/* sql_text.c. Where the first statement in s ends: behind its semicolon, or at the end of s. */
const char *sql_statement_end(const char *s);
/* Whether a statement of len bytes sets something for those behind it, such as the role. */
bool sql_sets(const char *s, size_t len);
/* What a statement of len bytes creates, if it is a type, trigger, policy or view: "type varta.x",
 * "trigger t on varta.x". Returns NULL for other statements. The caller frees it. */
char *sql_created(const char *s, size_t len);

#endif
