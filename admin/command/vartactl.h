/* vartactl(8): what its families of subcommands share. */
#ifndef VARTA_ADMIN_VARTACTL_H
#define VARTA_ADMIN_VARTACTL_H

#include "lib/program/exitcode.h"
#include "lib/program/options.h"
#include "lib/program/settings.h"
#include "lib/program/table.h"

#include <jansson.h>
#include <libpq-fe.h>
#include <stdbool.h>
#include <stddef.h>

/* The options of all subcommands; the table in options.c names them. */
enum {
	OPT_BY_AREA,
	OPT_CATEGORY,
	OPT_CHECKPOINTS,
	OPT_CITY, /* may be given several times */
	OPT_DATE,
	OPT_DEPUTY,
	OPT_DISTRICT,
	OPT_DRY_RUN,
	OPT_FIELDS, /* may be given several times */
	OPT_FROM,
	OPT_JSON,
	OPT_JURISDICTION,
	OPT_KEY_STDIN,
	OPT_KIND,
	OPT_LICENCE,
	OPT_NAME,
	OPT_NAME_EN,
	OPT_NO_PASSWORD,
	OPT_POLICE,
	OPT_PRIORITY,
	OPT_PUBLIC_KEY, /* may be given several times */
	OPT_ROLE,
	OPT_SOURCE,
	OPT_TEXTS,
	OPT_TILES,
	OPT_TIMESTAMP_CA,
	OPT_TRANSPORT,
	OPT_TZ,
	OPT_UNTESTED,
	OPT_UNTIL,
	OPT_WHOLE,
	OPT_WITNESS, /* may be given several times */
	OPT_WORKING,
	OPT_ZONE,
	OPT_CONFIG, /* this and those below stand before every subcommand */
	OPT_HELP,
	OPT_VERSION,
	OPT_COUNT
};
extern const struct option_row option_table[OPT_COUNT];

struct subcommand;

struct ctl {
	const struct subcommand *command; /* that is running */
	struct settings settings;
	char *value[OPT_COUNT]; /* "" for one that takes no value; NULL: not given */
	PGconn *conn;
	enum exit_code status; /* of the last ctl_exec() that failed */
};

/* A parameter of a statement: an option, true where it takes no value, or an argument. What was not
 * given is NULL. */
enum { CALL_PARAMS = 6 };
#define CALL_ARG(n) (OPT_COUNT + (n))

struct subcommand {
	const char *words; /* "operator add" */
	const char *usage; /* what follows the words; may be "" */
	const char *help;  /* one line, translated with _() */
	int min_args, max_args;
	uint64_t required, optional; /* OPTION_BITs */
	bool offline;                /* it needs no connection */
	/* args has argc texts; the connection is open, but for one that needs none. */
	enum exit_code (*run)(struct ctl *ctl, int argc, char **args);
	/* for the call_ functions: a statement, and what its parameters are */
	const char *sql;
	int params_n, params[CALL_PARAMS];
};

/* Each ends with NULL words. */
extern const struct subcommand schema_commands[];
extern const struct subcommand city_commands[];
extern const struct subcommand district_commands[];
extern const struct subcommand unit_commands[];
extern const struct subcommand rule_commands[];
extern const struct subcommand institution_commands[];
extern const struct subcommand guard_commands[];
extern const struct subcommand street_commands[];
extern const struct subcommand beat_commands[];
extern const struct subcommand absence_commands[];
extern const struct subcommand hours_commands[];
extern const struct subcommand calendar_commands[];
extern const struct subcommand retention_commands[];
extern const struct subcommand operator_commands[];
extern const struct subcommand source_commands[];
extern const struct subcommand sync_commands[];
extern const struct subcommand publish_commands[];
extern const struct subcommand audit_commands[];

/* exec.c. Opens the connection; who is locked out is told so. Complains where it fails. */
enum exit_code ctl_connect(struct ctl *ctl);
/* Runs one statement with nparams texts (NULL is SQL NULL). Returns its rows, which the caller
 * clears; or NULL after it has complained and set ctl->status. */
PGresult *ctl_exec(struct ctl *ctl, const char *sql, int nparams, const char *const params[]);
/* The same for a statement whose rows say nothing. */
enum exit_code ctl_run(struct ctl *ctl, const char *sql, int nparams, const char *const params[]);
/* The same for a list: prints its rows, as JSON where --json was given. */
enum exit_code ctl_list(struct ctl *ctl, const char *sql, int nparams, const char *const params[]);
/* The --city options as a literal of text[]. The caller frees it. */
char *ctl_cities(const struct ctl *ctl);
/* KEY=VALUE arguments as a JSON object: true, false, null, {…} and […] are taken as JSON, all else
 * as text. Returns NULL where it has complained. */
json_t *ctl_assignments(int argc, char **args);
/* Calls an api function that takes a name and an object of settings, which it releases. */
enum exit_code ctl_change(struct ctl *ctl, const char *sql, const char *name, json_t *settings);

/* call.c. What a command's run is, where one statement with the command's parameters does it all.
 */
enum exit_code call_run(struct ctl *ctl, int argc, char **args);
/* The same for a list. */
enum exit_code call_list(struct ctl *ctl, int argc, char **args);
/* The same with one more parameter: the KEY=VALUEs behind the arguments that are parameters. */
enum exit_code call_set(struct ctl *ctl, int argc, char **args);
/* The same with one more parameter: the GeoJSON in the file that the last argument names. Prints
 * what became of each polygon, and fails where one was refused. */
enum exit_code call_import(struct ctl *ctl, int argc, char **args);
/* The same with one more parameter: the rows of the table (CSV with a header) that the last
 * argument names, [{"line": 2, COLUMN: TEXT, …}, …]. */
enum exit_code call_table(struct ctl *ctl, int argc, char **args);

/* geojson.c. A file's text, which is a FeatureCollection; NULL after a complaint that names the
 * place. The caller frees it. */
char *geojson_read(const char *path);

/* secret.c. The first line of standard input, without its end. At most max bytes; the caller wipes
 * and frees it with secret_free(). NULL where it has complained. */
char *secret_from_stdin(size_t max);
/* A random password that can be read out and typed: 20 letters and digits in groups of five, 99
 * bits. */
char *secret_new_password(void);
/* 32 random bytes as base64url, 43 characters. */
char *secret_random_key(void);
/* The SHA-256 of s as a bytea literal, \x and 64 hexadecimal digits. The caller frees it. */
char *secret_digest(const char *s);
/* Prints a secret that is shown this once, and says so before (intro), or, where it cannot be
 * written, what to do about it (lost). */
enum exit_code secret_show(const char *intro, const char *secret, const char *lost);
void secret_free(char *secret);

#endif
