/* vartactl operator: the people who log in. The database gets the SCRAM verifier of a password,
 * never the password. */
#include "admin/command/vartactl.h"
#include "lib/base/i18n.h"
#include "lib/base/log.h"
#include "lib/db/db_params.h"

/* A random password and its verifier (PQfreemem()); both NULL after a complaint. */
struct new_password {
	char *text, *verifier;
};

static struct new_password new_password(struct ctl *ctl, const char *login)
{
	struct new_password new = {.text = secret_new_password()};

	new.verifier = PQencryptPasswordConn(ctl->conn, new.text, login, "scram-sha-256");
	if (!new.verifier) {
		log_warnx(_("cannot encrypt the password: %s"), PQerrorMessage(ctl->conn));
		secret_free(new.text);
		new.text = NULL;
	}
	return new;
}

/* It is shown when the database has its verifier: where status is EXIT_OK. Returns what has become
 * of it. */
static enum exit_code show_password(struct new_password *new, enum exit_code status)
{
	if (status == EXIT_OK && new->text)
		status = secret_show(_("the password follows; it is shown only now"), new->text,
		                     _("the password is set, but could not be printed: set "
		                       "another with 'vartactl operator password'"));
	PQfreemem(new->verifier);
	secret_free(new->text);
	return status;
}

static enum exit_code add(struct ctl *ctl, int argc, char **args)
{
	static const char sql[] = "select api.operator_add($1, $2, $3, $4::text[], $5, $6)";
	char *const *value = ctl->value;
	struct new_password new = {0};
	struct db_params params = {0};
	enum exit_code status;

	if (!value[OPT_NO_PASSWORD]) {
		new = new_password(ctl, args[0]);
		if (!new.text)
			return EXIT_FAILED;
	}
	db_params_text(&params, args[0]);
	db_params_text(&params, value[OPT_NAME]);
	db_params_text(&params, value[OPT_ROLE]);
	db_params_own(&params, ctl_cities(ctl));
	db_params_bool(&params, value[OPT_POLICE] != NULL);
	db_params_text(&params, new.verifier);
	status = ctl_run(ctl, sql, params.n, params.text);
	db_params_release(&params);
	return show_password(&new, status);
}

static enum exit_code list(struct ctl *ctl, int argc, char **args)
{
	return ctl_list(
	        ctl,
	        "select login, full_name, to_jsonb(roles) as roles, to_jsonb(cities) as cities,"
	        " police, unit, active, city_roles from api.operators() order by login",
	        0, NULL);
}

static enum exit_code change(struct ctl *ctl, const char *login, json_t *settings)
{
	return ctl_change(ctl, "select api.operator_set($1, $2::jsonb)", login, settings);
}

/* cities=kyiv,poltava, role=moderator,expert and role.kyiv=expert are lists. */
static void split(json_t *settings, const char *key)
{
	const char *text = json_string_value(json_object_get(settings, key));
	json_t *list;

	if (!text)
		return;
	list = json_array();
	while (*text) {
		size_t len = strcspn(text, ",");
		if (len > 0)
			json_array_append_new(list, json_stringn(text, len));
		text += len + (text[len] == ',');
	}
	json_object_set_new(settings, key, list);
}

static enum exit_code set(struct ctl *ctl, int argc, char **args)
{
	json_t *settings = ctl_assignments(argc - 1, args + 1);
	const char *key;
	json_t *value;

	if (!settings)
		return EXIT_USAGE;
	if (json_object_get(settings, "verifier")) {
		log_warnx("%s", _("a password is changed with 'vartactl operator password'"));
		json_decref(settings);
		return EXIT_USAGE;
	}
	json_object_foreach(settings, key, value) {
		if (!strcmp(key, "cities") || !strcmp(key, "role") || !strncmp(key, "role.", 5))
			split(settings, key);
	}
	return change(ctl, args[0], settings);
}

static enum exit_code password(struct ctl *ctl, int argc, char **args)
{
	struct new_password new = new_password(ctl, args[0]);
	enum exit_code status;

	if (!new.text)
		return EXIT_FAILED;
	status = change(ctl, args[0], json_pack("{s:s}", "verifier", new.verifier));
	return show_password(&new, status);
}

static enum exit_code disable(struct ctl *ctl, int argc, char **args)
{
	return change(ctl, args[0], json_pack("{s:b}", "active", 0));
}

const struct subcommand operator_commands[] = {
        {.words = "operator add",
         .usage = "LOGIN --name NAME --role ROLE [--city CODE ...] [--police] [--no-password]",
         .help = N_("add an operator; the new password is printed once"),
         .min_args = 1,
         .max_args = 1,
         .required = OPTION_BIT(OPT_NAME) | OPTION_BIT(OPT_ROLE),
         .optional = OPTION_BIT(OPT_CITY) | OPTION_BIT(OPT_POLICE) | OPTION_BIT(OPT_NO_PASSWORD),
         .run = add},
        {.words = "operator list",
         .usage = "[--json]",
         .help = N_("list the operators"),
         .optional = OPTION_BIT(OPT_JSON),
         .run = list},
        {.words = "operator set",
         .usage = "LOGIN KEY=VALUE ...",
         .help = N_("change an operator's name, roles, cities, unit or state"),
         .min_args = 2,
         .max_args = 64,
         .run = set},
        {.words = "operator password",
         .usage = "LOGIN",
         .help = N_("set a new password, which is printed once"),
         .min_args = 1,
         .max_args = 1,
         .run = password},
        {.words = "operator lock",
         .usage = "LOGIN",
         .help = N_("lock an operator out; open sessions end at once"),
         .min_args = 1,
         .max_args = 1,
         .run = disable},
        {.words = "operator disable",
         .usage = "LOGIN",
         .help = N_("take everything from an operator; the history stays"),
         .min_args = 1,
         .max_args = 1,
         .run = disable},
        {0},
};
