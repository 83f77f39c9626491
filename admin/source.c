/* vartactl source: the public sites that send submissions. The database gets the SHA-256 of a
 * key, never the key. */
#include "admin/command/vartactl.h"
#include "lib/base/i18n.h"
#include "lib/base/log.h"
#include "lib/base/text.h"
#include "lib/db/db_params.h"

enum { KEY_MIN = 16, KEY_MAX = 512 };

/* The new key, from standard input or random; NULL after a complaint. */
static char *new_key(const struct ctl *ctl)
{
	char *key;
	const char *wrong;

	if (!ctl->value[OPT_KEY_STDIN])
		return secret_random_key();
	key = secret_from_stdin(KEY_MAX);
	wrong = NULL;
	if (key && strlen(key) < KEY_MIN)
		wrong = _("the key is too short: at least 16 characters are needed");
	else if (key && !utf8_valid(key, strlen(key), NULL))
		wrong = _("the key is not valid UTF-8");
	if (wrong) {
		log_warnx("%s", wrong);
		secret_free(key);
		return NULL;
	}
	return key;
}

/* A random key is shown when the database has its digest: where status is EXIT_OK. Returns what has
 * become of it. */
static enum exit_code show_key(const struct ctl *ctl, const char *key, enum exit_code status)
{
	if (status != EXIT_OK || ctl->value[OPT_KEY_STDIN])
		return status;
	return secret_show(_("the key follows; it is shown only now"), key,
	                   _("the key is set, but could not be printed: set another with "
	                     "'vartactl source rotate-key'"));
}

static enum exit_code add(struct ctl *ctl, int argc, char **args)
{
	static const char sql[] = "select api.source_add($1, $2, $3, $4, $5::bytea, $6)";
	char *const *value = ctl->value;
	char *key = new_key(ctl);
	struct db_params params = {0};
	enum exit_code status;

	if (!key)
		return EXIT_FAILED;
	db_params_text(&params, args[0]);
	db_params_text(&params, args[1]);
	db_params_text(&params, value[OPT_TRANSPORT]);
	db_params_text(&params, value[OPT_JURISDICTION]);
	db_params_own(&params, secret_digest(key));
	db_params_text(&params, value[OPT_ZONE]);
	status = ctl_run(ctl, sql, params.n, params.text);
	db_params_release(&params);
	status = show_key(ctl, key, status);
	secret_free(key);
	return status;
}

static enum exit_code list(struct ctl *ctl, int argc, char **args)
{
	return ctl_list(
	        ctl,
	        "select city, code, transport, jurisdiction, has_key, zone, lang, "
	        "status_map, active, url, peer_jurisdiction, dialect, "
	        "service_map, poll, fetches, to_timestamp(fetched)::timestamptz(0) as fetched "
	        "from api.sources_list()",
	        0, NULL);
}

static enum exit_code change(struct ctl *ctl, const char *code, json_t *settings)
{
	return ctl_change(ctl, "select api.source_set($1, $2::jsonb)", code, settings);
}

static enum exit_code set(struct ctl *ctl, int argc, char **args)
{
	json_t *settings = ctl_assignments(argc - 1, args + 1);
	enum exit_code status;
	bool moved;

	if (!settings)
		return EXIT_USAGE;
	if (json_object_get(settings, "key_hash")) {
		log_warnx("%s", _("a key is changed with 'vartactl source rotate-key'"));
		json_decref(settings);
		return EXIT_USAGE;
	}
	moved = json_object_get(settings, "url") != NULL;
	status = change(ctl, args[0], settings);
	if (status == EXIT_OK && moved)
		log_info("%s", _("the daemon sends the key that it has for this source to another "
		                 "server only when its file of keys (syncd.keys_file) has the new "
		                 "url, too"));
	return status;
}

static enum exit_code rotate_key(struct ctl *ctl, int argc, char **args)
{
	char *key = new_key(ctl);
	char *digest;
	enum exit_code status;

	if (!key)
		return EXIT_FAILED;
	digest = secret_digest(key);
	status = change(ctl, args[0], json_pack("{s:s}", "key_hash", digest + 2));
	status = show_key(ctl, key, status);
	free(digest);
	secret_free(key);
	return status;
}

static enum exit_code polled(struct ctl *ctl, int argc, char **args)
{
	return ctl_list(ctl,
	                "select city, source, dialect, date_trunc('second', read_to) as read_to,"
	                " date_trunc('second', next) as next, failures, open, refused, error"
	                " from api.polls()",
	                0, NULL);
}

static enum exit_code refused(struct ctl *ctl, int argc, char **args)
{
	return ctl_list(ctl,
	                "select external_id as number, date_trunc('second', first) as first,"
	                " date_trunc('second', last) as last, reason from api.poll_refusals($1)",
	                1, (const char *const[]){args[0]});
}

static enum exit_code poll_again(struct ctl *ctl, int argc, char **args)
{
	return ctl_run(ctl, "select api.poll_again($1, $2::timestamptz)", 2,
	               (const char *const[]){args[0], argc == 2 ? args[1] : NULL});
}

const struct subcommand source_commands[] = {
        {.words = "source add",
         .usage = "CITY CODE --transport NAME --jurisdiction ID [--zone ZONE] [--key-stdin]",
         .help = N_("add a source; its new key is printed once"),
         .min_args = 2,
         .max_args = 2,
         .required = OPTION_BIT(OPT_TRANSPORT) | OPTION_BIT(OPT_JURISDICTION),
         .optional = OPTION_BIT(OPT_ZONE) | OPTION_BIT(OPT_KEY_STDIN),
         .run = add},
        {.words = "source list",
         .usage = "[--json]",
         .help = N_("list the sources"),
         .optional = OPTION_BIT(OPT_JSON),
         .run = list},
        {.words = "source set",
         .usage = "CODE KEY=VALUE ...",
         .help = N_("change settings of a source"),
         .min_args = 2,
         .max_args = 64,
         .run = set},
        {.words = "source rotate-key",
         .usage = "CODE [--key-stdin]",
         .help = N_("replace the key of a source; the new one is printed once"),
         .min_args = 1,
         .max_args = 1,
         .optional = OPTION_BIT(OPT_KEY_STDIN),
         .run = rotate_key},
        {.words = "source polled",
         .usage = "[--json]",
         .help = N_("list the sources that are polled: how far they were read, what went wrong"),
         .optional = OPTION_BIT(OPT_JSON),
         .run = polled},
        {.words = "source refused",
         .usage = "CODE [--json]",
         .help = N_("list what a polled source shows and cannot be taken, and why"),
         .min_args = 1,
         .max_args = 1,
         .optional = OPTION_BIT(OPT_JSON),
         .run = refused},
        {.words = "source reread",
         .usage = "CODE [SINCE]",
         .help = N_("poll a source at once, again from a day on where one is given"),
         .min_args = 1,
         .max_args = 2,
         .run = poll_again},
        {0},
};
