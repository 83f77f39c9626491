/* vartactl audit key, audit receipt: what needs no database. */
#include "admin/audit/audit.h"
#include "admin/audit/log_keys.h"
#include "lib/base/i18n.h"
#include "lib/base/log.h"
#include "lib/base/text.h"
#include "lib/base/when.h"
#include "lib/base/xmalloc.h"
#include "lib/merkle/receipt.h"
#include "lib/merkle/receipt_entry.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

enum exit_code audit_key(struct ctl *ctl, int argc, char **args)
{
	struct note_signer *signer = NULL;
	char *why = argc == 2 ? note_signer_create(args[0], args[1], &signer)
	                      : note_signer_read(args[0], &signer);
	char *text;

	if (why) {
		log_warnx("%s", why);
		free(why);
		return EXIT_FAILED;
	}
	text = note_key_text(note_signer_key(signer));
	puts(text);
	free(text);
	note_signer_free(signer);
	return EXIT_OK;
}

/* Receipts ------------------------------------------------------------------------------------- */

/* The file's text, '-' being standard input; false where it has complained. */
static bool read_text(const char *path, struct buf *text)
{
	int result =
	        strcmp(path, "-") == 0 ? buf_read_stream(text, stdin) : buf_read_file(text, path);

	if (result < 0)
		log_warn(_("cannot read '%s'"), path);
	return result == 0;
}

static void print_moment(const char *label, int64_t at)
{
	char text[WHEN_LOCAL_SIZE];

	when_local(at, text);
	printf("%s: %s\n", label, text);
}

static void print(const struct receipt_entry *entry, const struct receipt *receipt,
                  const struct checkpoint *checkpoint, int64_t seen)
{
	printf(_("The receipt is right: this is in the log, and nobody can take it out unseen.\n"));
	printf(_("number: %" PRId64 "\n"), entry->request);
	print_moment(_("received"), entry->at / 1000000);
	printf(_("leaf: %" PRIu64 " of %" PRIu64 "\n"), receipt->leaf, checkpoint->size);
	printf(_("log: %s\n"), checkpoint->origin);
	if (seen)
		print_moment(_("seen by every witness, the first time"), seen);
}

static void print_json(const struct receipt_entry *entry, const struct receipt *receipt,
                       const struct checkpoint *checkpoint, int64_t seen)
{
	char at[WHEN_W3C_SIZE];
	json_t *line;

	when_w3c(entry->at / 1000000, at);
	line = json_pack("{s:b, s:I, s:s, s:I, s:I, s:s}", "ok", true, "number",
	                 (json_int_t)entry->request, "received", at, "leaf",
	                 (json_int_t)receipt->leaf, "size", (json_int_t)checkpoint->size, "log",
	                 checkpoint->origin);
	if (seen) {
		when_w3c(seen, at);
		json_object_set_new(line, "witnessed", json_string(at));
	}
	table_json_line(line);
}

enum exit_code audit_complain(const struct ctl *ctl, const char *path, const char *why)
{
	char *shown = text_visible(path, strlen(path), TEXT_ONE_LINE);

	log_warnx(_("'%s': %s"), shown, why);
	free(shown);
	if (ctl->value[OPT_JSON])
		table_json_line(json_pack("{s:b, s:s}", "ok", false, "why", why));
	return EXIT_FAILED;
}

static enum exit_code check(const struct ctl *ctl, const char *path, const struct log_keys *keys,
                            const struct buf *text, struct receipt *receipt)
{
	struct checkpoint checkpoint;
	struct receipt_entry entry;
	struct note note;
	int64_t seen;
	const char *why = receipt_parse(text->data ? text->data : "", text->len, receipt);

	if (!why)
		why = receipt_check(receipt, &keys->log, &checkpoint);
	if (!why)
		why = receipt_entry_read(receipt, &entry);
	if (why)
		return audit_complain(ctl, path, why);
	why = note_parse(receipt->checkpoint, strlen(receipt->checkpoint), &note);
	if (why || !log_keys_cosigned(keys, &note, path, &seen))
		return audit_complain(ctl, path, why ? why : _("a witness is missing"));
	(ctl->value[OPT_JSON] ? print_json : print)(&entry, receipt, &checkpoint, seen);
	return EXIT_OK;
}

enum exit_code audit_receipt(struct ctl *ctl, int argc, char **args)
{
	struct log_keys *keys = xcalloc(1, sizeof(*keys));
	struct receipt *receipt = xcalloc(1, sizeof(*receipt));
	struct buf text = {0};
	enum exit_code status = EXIT_FAILED;

	if (!log_keys_read(ctl->value[OPT_PUBLIC_KEY], keys))
		status = EXIT_USAGE;
	else if (read_text(args[0], &text))
		status = check(ctl, args[0], keys, &text, receipt);
	buf_release(&text);
	free(receipt);
	free(keys);
	return status;
}
