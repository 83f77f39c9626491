/* varta.yaml(5): the one configuration file of all programs. */
#ifndef VARTA_SETTINGS_H
#define VARTA_SETTINGS_H

#include <stdbool.h>

struct settings {
	char *database;      /* database: a libpq connection string, 'service=varta' for example;
	                        without a password: that is in the pass file or the service file */
	char *language;      /* language: uk or en; NULL: what the environment says */
	int connect_timeout; /* connect_timeout: ms, for each host, 5s */
	int reconnect_max;   /* reconnect_max: ms, the longest pause between attempts, 1s */

	char *keymap;      /* console.keymap: a file merged over the built-in keys; NULL: none */
	char *layout;      /* console.layout: name or file of the layout table, "uk" */
	char *editor;      /* console.editor; NULL: $VISUAL, $EDITOR, then editor */
	bool arrow_cursor; /* console.arrow_cursor: '>' instead of an inverse bar, false */
	bool preview;      /* console.preview: the request below the queue, true */
	char *browser;     /* console.browser; NULL: $BROWSER, then xdg-open */
	char *map_url;     /* console.map_url: a map's address with {lat} and {long} in it */
	char *theme;       /* console.theme: default, colour-blind or mono */
	bool ascii;        /* console.ascii: lines and dots in ASCII, false */
	bool mouse;        /* console.mouse, false */
	int escape_delay;  /* console.escape_delay: ms, 25ms */

	char *listen;     /* syncd.listen: address:port, "127.0.0.1:8311"; port 0: any free one */
	char *port_file;  /* syncd.port_file: where the real port is written; NULL: nowhere */
	char *public_url; /* syncd.public_url: what discovery names; NULL: from listen */
	char *contact;    /* syncd.contact: discovery's contact; "" */
	int max_body;     /* syncd.max_body: bytes of a request's body, 65536 */
	int max_connections;   /* syncd.max_connections: 256 */
	int request_timeout;   /* syncd.request_timeout: ms until a slow client is dropped, 30s */
	int lock_timeout;      /* syncd.lock_timeout: ms that the daemon waits for a lock, 5s */
	int statement_timeout; /* syncd.statement_timeout: ms that a statement may take, 1m */
	int idle_transaction;  /* syncd.idle_transaction: ms that an operator's transaction may be
	                          idle, 30s */
	int batch;             /* syncd.batch: submissions in one import call at most, 500 */
	char *keys_file;       /* syncd.keys_file: the keys that peers gave us; NULL: none */
	char *metrics; /* syncd.metrics: address:port of the numbers for Prometheus; NULL: none */
	char *publish; /* syncd.publish: the folder of the static trees; NULL: there are none */
	int publish_whole;  /* syncd.publish_whole: ms between two lists of everything, 10m */
	char *map_tiles;    /* syncd.map_tiles: URL of a background map; NULL: none */
	char *media_dir;    /* syncd.media_dir: the folder of photos; NULL: none are taken */
	int media_max;      /* syncd.media_max: bytes of a photo, 8388608 */
	bool media_private; /* syncd.media_private: photos are fetched from private networks, too,
	                       false */
	char *mail_server;  /* syncd.mail_server: smtp:// or smtps://, host, port; NULL: no mails */
	bool mail_tls;      /* syncd.mail_tls: smtp:// has to become STARTTLS, true */
	char *mail_ca_file; /* syncd.mail_ca_file: whose certificates are believed; NULL: the
	                       system's */
	char *mail_user;    /* syncd.mail_user: NULL: the server asks for none */
	char *mail_secrets_file; /* syncd.mail_secrets_file: the password, the key of links */
	char *mail_from;         /* syncd.mail_from: the address in From */
	char *mail_bounces; /* syncd.mail_bounces: where undeliverable mails go; NULL: mail_from */
	int mail_rate;      /* syncd.mail_rate: mails in a minute, of all daemons together, 60 */
	int mail_timeout;   /* syncd.mail_timeout: ms that the server may take for a mail, 60s */
	int push_timeout;   /* syncd.push_timeout: ms that a peer may take for an answer, 20s */
	char **trusted_proxies; /* syncd.trusted_proxies: whose X-Forwarded-For is believed; NULL:
	                           the loopback addresses */
	int rate_address; /* syncd.rate_address: requests a minute without a key from one address,
	                     600; 0: no limit */
	char *honeypot;   /* syncd.honeypot: a field that people leave empty; NULL: there is none */
	int rate_key;     /* syncd.rate_key: requests a minute with one key; 0: no limit, 0 */

	char *log_key; /* log.key: the file of the private key; NULL: the history is not anchored */
	int log_interval;   /* log.interval: ms between two checkpoints, 10m */
	char *log_folder;   /* log.folder: where the log is published; NULL: log below syncd.publish
	                     */
	char **log_witness; /* log.witness: 'URL KEY' of each; NULL: none */
	char *log_mail;     /* log.mail: an address that gets checkpoints; NULL: none */
	int log_mail_interval;      /* log.mail_interval: ms between two mails, 24h */
	char *log_timestamp;        /* log.timestamp: URL of an authority of RFC 3161; NULL: none */
	int log_timestamp_interval; /* log.timestamp_interval: ms between two time stamps, 24h */
	char *log_timestamp_ca;     /* log.timestamp_ca: whose certificates its stamps lead to */
};

/* Fills s with the defaults, then with file, or, where file is NULL, with $VARTA_CONFIG alone or
 * else with /etc/varta/varta.yaml and over it $XDG_CONFIG_HOME/varta/varta.yaml (default
 * ~/.config), as far as they exist. A file named by the caller or by VARTA_CONFIG must exist.
 * Returns NULL, or the complaint, which the caller frees. */
char *settings_load(struct settings *s, const char *file);
void settings_release(struct settings *s);

#endif
