/* The keys of varta.yaml(5), their defaults and limits. */
#include "lib/program/settings.h"

#include "lib/base/i18n.h"
#include "lib/base/xmalloc.h"
#include "lib/program/conf.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { SECOND = 1000, MINUTE = 60 * SECOND, HOUR = 60 * MINUTE };

#define KEY(path, type, field) path, type, offsetof(struct settings, field)

static const struct conf_key keys[] = {
        {KEY("database", CONF_STRING, database), 0, 0},
        {KEY("language", CONF_STRING, language), 0, 0},
        {KEY("connect_timeout", CONF_MS, connect_timeout), 100, HOUR},
        {KEY("reconnect_max", CONF_MS, reconnect_max), 250, HOUR},

        {KEY("console.keymap", CONF_STRING, keymap), 0, 0},
        {KEY("console.layout", CONF_STRING, layout), 0, 0},
        {KEY("console.editor", CONF_STRING, editor), 0, 0},
        {KEY("console.arrow_cursor", CONF_BOOL, arrow_cursor), 0, 0},
        {KEY("console.preview", CONF_BOOL, preview), 0, 0},
        {KEY("console.browser", CONF_STRING, browser), 0, 0},
        {KEY("console.map_url", CONF_STRING, map_url), 0, 0},
        {KEY("console.theme", CONF_STRING, theme), 0, 0},
        {KEY("console.ascii", CONF_BOOL, ascii), 0, 0},
        {KEY("console.mouse", CONF_BOOL, mouse), 0, 0},
        {KEY("console.escape_delay", CONF_MS, escape_delay), 0, 5 * SECOND},

        {KEY("syncd.listen", CONF_STRING, listen), 0, 0},
        {KEY("syncd.port_file", CONF_STRING, port_file), 0, 0},
        {KEY("syncd.public_url", CONF_STRING, public_url), 0, 0},
        {KEY("syncd.contact", CONF_STRING, contact), 0, 0},
        {KEY("syncd.max_body", CONF_INT, max_body), 1024, 16 * 1024 * 1024},
        {KEY("syncd.max_connections", CONF_INT, max_connections), 1, 100000},
        {KEY("syncd.request_timeout", CONF_MS, request_timeout), 100, HOUR},
        {KEY("syncd.lock_timeout", CONF_MS, lock_timeout), 100, MINUTE},
        {KEY("syncd.statement_timeout", CONF_MS, statement_timeout), SECOND, HOUR},
        {KEY("syncd.idle_transaction", CONF_MS, idle_transaction), SECOND, HOUR},
        {KEY("syncd.batch", CONF_INT, batch), 1, 10000},
        {KEY("syncd.keys_file", CONF_STRING, keys_file), 0, 0},
        {KEY("syncd.metrics", CONF_STRING, metrics), 0, 0},
        {KEY("syncd.publish", CONF_STRING, publish), 0, 0},
        {KEY("syncd.publish_whole", CONF_MS, publish_whole), 100, 24 * HOUR},
        {KEY("syncd.map_tiles", CONF_STRING, map_tiles), 0, 0},
        {KEY("syncd.media_dir", CONF_STRING, media_dir), 0, 0},
        {KEY("syncd.media_max", CONF_INT, media_max), 65536, 64 * 1024 * 1024},
        {KEY("syncd.media_private", CONF_BOOL, media_private), 0, 0},
        {KEY("syncd.mail_server", CONF_STRING, mail_server), 0, 0},
        {KEY("syncd.mail_tls", CONF_BOOL, mail_tls), 0, 0},
        {KEY("syncd.mail_ca_file", CONF_STRING, mail_ca_file), 0, 0},
        {KEY("syncd.mail_user", CONF_STRING, mail_user), 0, 0},
        {KEY("syncd.mail_secrets_file", CONF_STRING, mail_secrets_file), 0, 0},
        {KEY("syncd.mail_from", CONF_STRING, mail_from), 0, 0},
        {KEY("syncd.mail_bounces", CONF_STRING, mail_bounces), 0, 0},
        {KEY("syncd.mail_rate", CONF_INT, mail_rate), 1, 100000},
        {KEY("syncd.mail_timeout", CONF_MS, mail_timeout), 100, 10 * MINUTE},
        {KEY("syncd.push_timeout", CONF_MS, push_timeout), 100, 5 * MINUTE},
        {KEY("syncd.trusted_proxies", CONF_LIST, trusted_proxies), 0, 0},
        {KEY("syncd.rate_address", CONF_INT, rate_address), 0, 1000000},
        {KEY("syncd.honeypot", CONF_STRING, honeypot), 0, 0},
        {KEY("syncd.rate_key", CONF_INT, rate_key), 0, 1000000},

        {KEY("log.key", CONF_STRING, log_key), 0, 0},
        {KEY("log.interval", CONF_MS, log_interval), 100, 15 * MINUTE},
        {KEY("log.folder", CONF_STRING, log_folder), 0, 0},
        {KEY("log.witness", CONF_LIST, log_witness), 0, 0},
        {KEY("log.mail", CONF_STRING, log_mail), 0, 0},
        {KEY("log.mail_interval", CONF_MS, log_mail_interval), SECOND, 7 * 24 * HOUR},
        {KEY("log.timestamp", CONF_STRING, log_timestamp), 0, 0},
        {KEY("log.timestamp_interval", CONF_MS, log_timestamp_interval), SECOND, 7 * 24 * HOUR},
        {KEY("log.timestamp_ca", CONF_STRING, log_timestamp_ca), 0, 0},
        {NULL, CONF_STRING, 0, 0, 0},
};

static void set_defaults(struct settings *s)
{
	*s = (struct settings){
	        .database = xstrdup(""),
	        .connect_timeout = 5 * SECOND,
	        .reconnect_max = 1000,
	        .layout = xstrdup("uk"),
	        .preview = true,
	        .map_url = xstrdup("https://www.openstreetmap.org/?mlat={lat}&mlon={long}"
	                           "#map=18/{lat}/{long}"),
	        .theme = xstrdup("default"),
	        .escape_delay = 25,
	        .listen = xstrdup("127.0.0.1:8311"),
	        .contact = xstrdup(""),
	        .max_body = 65536,
	        .max_connections = 256,
	        .request_timeout = 30 * SECOND,
	        .lock_timeout = 5 * SECOND,
	        .statement_timeout = MINUTE,
	        .idle_transaction = 30 * SECOND,
	        .batch = 500,
	        .publish_whole = 10 * MINUTE,
	        .media_max = 8 * 1024 * 1024,
	        .mail_tls = true,
	        .mail_rate = 60,
	        .mail_timeout = MINUTE,
	        .push_timeout = 20 * SECOND,
	        .rate_address = 600,
	        .log_interval = 10 * MINUTE,
	        .log_mail_interval = 24 * HOUR,
	        .log_timestamp_interval = 24 * HOUR,
	};
}

/* Whether value is one of the words; NULL ends them. */
static bool is_one_of(const char *value, const char *const words[])
{
	while (*words && strcmp(*words, value) != 0)
		words++;
	return *words != NULL;
}

static char *read_one(struct settings *s, const char *file)
{
	static const char *const languages[] = {"uk", "en", NULL};
	static const char *const themes[] = {"default", "colour-blind", "mono", NULL};
	char *error = conf_read(file, keys, s);

	if (error)
		return error;
	if (s->language && !is_one_of(s->language, languages))
		return xasprintf(_("%s: 'language' must be uk or en, not '%s'"), file, s->language);
	if (!is_one_of(s->theme, themes))
		return xasprintf(
		        _("%s: 'console.theme' must be default, colour-blind or mono, not '%s'"),
		        file, s->theme);
	return NULL;
}

static char *read_if_there(struct settings *s, const char *file)
{
	return access(file, F_OK) == 0 ? read_one(s, file) : NULL;
}

/* The user's own file; NULL where there is no home. The caller frees it. */
static char *user_file(void)
{
	const char *config = getenv("XDG_CONFIG_HOME");
	const char *home = getenv("HOME");

	if (config && *config == '/')
		return xasprintf("%s/varta/varta.yaml", config);
	if (home && *home != '\0')
		return xasprintf("%s/.config/varta/varta.yaml", home);
	return NULL;
}

char *settings_load(struct settings *s, const char *file)
{
	const char *named = file ? file : getenv("VARTA_CONFIG");
	char *user, *error;

	set_defaults(s);
	if (named && *named != '\0')
		return read_one(s, named);
	error = read_if_there(s, VARTA_SYSCONF "/varta/varta.yaml");
	user = user_file();
	if (!error && user)
		error = read_if_there(s, user);
	free(user);
	return error;
}

void settings_release(struct settings *s)
{
	conf_release(keys, s);
}
