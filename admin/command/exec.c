/* What the subcommands do with the connection, and their arguments as JSON and arrays. */
#include "admin/command/vartactl.h"
#include "lib/base/buf.h"
#include "lib/base/i18n.h"
#include "lib/base/log.h"
#include "lib/base/text.h"
#include "lib/base/xmalloc.h"
#include "lib/db/db_array.h"
#include "lib/db/db_call.h"

/* A database without a schema yet, or with an older one, has nobody to lock out. */
static enum exit_code let_in(struct ctl *ctl)
{
	struct refusal refusal = {.status = EXIT_OK};
	PGresult *res = db_call_try(ctl->conn, "select api.login_check()", 0, NULL, &refusal);
	bool locked = !res && strcmp(refusal.sqlstate, "VA007") == 0;

	if (locked)
		log_warnx("%s", refusal.text);
	if (!res)
		free(refusal.text);
	PQclear(res);
	return locked ? EXIT_DENIED : EXIT_OK;
}

enum exit_code ctl_connect(struct ctl *ctl)
{
	ctl->conn = db_call_open(&ctl->settings, "vartactl", DB_CALL_PATIENT);
	return ctl->conn ? let_in(ctl) : EXIT_OFFLINE;
}

PGresult *ctl_exec(struct ctl *ctl, const char *sql, int nparams, const char *const params[])
{
	return db_call(ctl->conn, sql, nparams, params, &ctl->status);
}

enum exit_code ctl_run(struct ctl *ctl, const char *sql, int nparams, const char *const params[])
{
	PGresult *res = ctl_exec(ctl, sql, nparams, params);

	if (!res)
		return ctl->status;
	PQclear(res);
	return EXIT_OK;
}

enum exit_code ctl_list(struct ctl *ctl, const char *sql, int nparams, const char *const params[])
{
	PGresult *res = ctl_exec(ctl, sql, nparams, params);

	if (!res)
		return ctl->status;
	if (ctl->value[OPT_JSON])
		table_print_json(res);
	else
		table_print(res, NULL);
	PQclear(res);
	return EXIT_OK;
}

enum exit_code ctl_change(struct ctl *ctl, const char *sql, const char *name, json_t *settings)
{
	char *text = json_dumps(settings, JSON_COMPACT);
	enum exit_code status = ctl_run(ctl, sql, 2, (const char *const[]){name, text});

	free(text);
	json_decref(settings);
	return status;
}

char *ctl_cities(const struct ctl *ctl)
{
	const char *list = ctl->value[OPT_CITY] ? ctl->value[OPT_CITY] : "";
	struct buf array = {0};

	while (*list) {
		size_t len = strcspn(list, ",");
		if (len > 0)
			db_array_add(&array, list, len);
		list += len + (list[len] == ',');
	}
	db_array_end(&array);
	return buf_steal(&array);
}

/* NULL where the text begins like JSON but is none. */
static json_t *value_of(const char *text)
{
	if (strcmp(text, "true") == 0 || strcmp(text, "false") == 0)
		return json_boolean(*text == 't');
	if (strcmp(text, "null") == 0)
		return json_null();
	return *text == '{' || *text == '[' ? json_loads(text, JSON_REJECT_DUPLICATES, NULL)
	                                    : json_string(text);
}

/* Adds one KEY=VALUE; returns what is wrong with it, or NULL. */
static const char *add_assignment(json_t *object, const char *text)
{
	const char *equals = strchr(text, '=');
	size_t len;
	char *key;
	bool twice, bad;
	json_t *value;

	if (!equals || equals == text)
		return _("this is not KEY=VALUE");
	len = (size_t)(equals - text);
	if (!utf8_valid(text, strlen(text), NULL))
		return _("this is not valid UTF-8");
	key = xstrndup(text, len);
	twice = json_object_get(object, key) != NULL;
	value = value_of(equals + 1);
	bad = json_object_set_new(object, key, value) != 0;
	free(key);
	if (bad)
		return _("the value is no JSON object or list");
	return twice ? _("this key is given twice") : NULL;
}

json_t *ctl_assignments(int argc, char **args)
{
	json_t *object = json_object();

	for (int i = 0; i < argc; i++) {
		const char *wrong = add_assignment(object, args[i]);
		char *shown;
		if (!wrong)
			continue;
		shown = text_visible(args[i], strlen(args[i]), TEXT_ONE_LINE);
		log_warnx("'%s': %s", shown, wrong);
		free(shown);
		json_decref(object);
		return NULL;
	}
	return object;
}
