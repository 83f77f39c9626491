/* Reads and checks the configuration, listens, and keeps what jobs share. */
#include "syncd/daemon.h"

#include "lib/base/log.h"
#include "lib/base/xmalloc.h"
#include "lib/merkle/note_signer.h"
#include "syncd/anchor/anchor.h"
#include "syncd/anchor/log_page.h"
#include "syncd/core/credentials.h"
#include "syncd/core/lease_owner.h"
#include "syncd/core/metrics.h"
#include "syncd/http/limits.h"
#include "syncd/http/listen.h"
#include "syncd/mail/mailer.h"
#include "syncd/photo/photo_store.h"

#include <stdlib.h>
#include <string.h>

/* Reads the key of the log, and makes the folder where it is published. */
static char *configure_log(struct daemon *daemon)
{
	const struct settings *s = &daemon->settings;
	char *why;

	if (!s->log_key)
		return s->log_witness || s->log_mail || s->log_timestamp || s->log_timestamp_ca ||
		                       s->log_folder
		               ? xstrdup("log.key is missing: without it nothing is signed that "
		                         "others could keep")
		               : NULL;
	if (!s->log_folder && !s->publish)
		return xstrdup(
		        "log.folder is missing: without syncd.publish there is no other place "
		        "for the log");
	why = anchor_check(s);
	if (!why)
		why = note_signer_read(s->log_key, &daemon->log_signer);
	if (why)
		return why;
	daemon->log_folder =
	        s->log_folder ? xstrdup(s->log_folder) : xasprintf("%s/log", s->publish);
	return log_page_put(daemon->log_folder, note_signer_key(daemon->log_signer));
}

void daemon_configure(struct daemon *daemon, const char *file)
{
	struct settings *s = &daemon->settings;
	char *why = settings_load(s, file);

	if (why || listen_check(s->listen, &why) < 0 ||
	    (s->metrics && listen_check(s->metrics, &why) < 0) ||
	    !(daemon->limits = limits_new(s, &why)) ||
	    (why = credentials_read(s->keys_file, &daemon->keys)) ||
	    (why = mailer_check(s, &daemon->secrets)) || (why = configure_log(daemon)) ||
	    (s->media_dir && (why = photo_store_check(s->media_dir))))
		fatalx("%s", why);
}

static char *own_url(const struct settings *s, int port)
{
	return xasprintf("http://%.*s:%d", (int)(strrchr(s->listen, ':') - s->listen), s->listen,
	                 port);
}

/* As configured, or as we listen, with the real port. */
static char *base_url(const struct settings *s, int port)
{
	size_t len;

	if (!s->public_url)
		return own_url(s, port);
	len = strlen(s->public_url);
	while (len && s->public_url[len - 1] == '/')
		len--;
	return xstrndup(s->public_url, len);
}

void daemon_open(struct daemon *daemon)
{
	const struct settings *s = &daemon->settings;
	char *why;

	daemon->listener = listen_open(s->listen, &daemon->port, &why);
	if (daemon->listener < 0)
		fatalx("%s", why);
	daemon->base_url = base_url(s, daemon->port);
	daemon->lease_owner = lease_owner_new();
	daemon->metrics = s->metrics ? metrics_new() : NULL;
}

void daemon_announce(const struct daemon *daemon)
{
	const struct settings *s = &daemon->settings;
	char *url = own_url(s, daemon->port);

	if (s->port_file && listen_write_port(s->port_file, daemon->port) < 0)
		fatal("cannot write '%s'", s->port_file);
	log_info("listening at %s", url);
	free(url);
}

void daemon_release(struct daemon *daemon)
{
	metrics_free(daemon->metrics);
	limits_free(daemon->limits);
	credentials_free(daemon->keys);
	credentials_free(daemon->secrets);
	note_signer_free(daemon->log_signer);
	free(daemon->log_folder);
	free(daemon->lease_owner);
	free(daemon->base_url);
	settings_release(&daemon->settings);
}
