/* Writes and reads the archive, by libarchive. */
#include "lib/bundle/bundle.h"

#include "lib/base/i18n.h"
#include "lib/base/xmalloc.h"

#include <archive.h>
#include <archive_entry.h>
#include <openssl/sha.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void bundle_hash(const void *data, size_t len, char out[BUNDLE_HEX_SIZE])
{
	unsigned char hash[SHA256_DIGEST_LENGTH];

	SHA256(data, len, hash);
	for (size_t i = 0; i < sizeof(hash); i++)
		snprintf(out + 2 * i, 3, "%02x", hash[i]);
}

void bundle_add(struct bundle *bundle, const char *name, const void *data, size_t len)
{
	struct bundle_file *file = &bundle->files[bundle->n++];

	*file = (struct bundle_file){.name = xstrdup(name)};
	buf_add(&file->data, data, len);
}

const struct buf *bundle_find(const struct bundle *bundle, const char *name)
{
	for (size_t i = 0; i < bundle->n; i++)
		if (strcmp(bundle->files[i].name, name) == 0)
			return &bundle->files[i].data;
	return NULL;
}

void bundle_release(struct bundle *bundle)
{
	for (size_t i = 0; i < bundle->n; i++) {
		free(bundle->files[i].name);
		buf_release(&bundle->files[i].data);
	}
	bundle->n = 0;
}

static const char *bytes_of(const struct buf *data)
{
	return data->data ? data->data : "";
}

static void list_hashes(const struct bundle *bundle, struct buf *list)
{
	char hex[BUNDLE_HEX_SIZE];

	for (size_t i = 0; i < bundle->n; i++) {
		const struct bundle_file *file = &bundle->files[i];

		if (strcmp(file->name, BUNDLE_SUMS) == 0)
			continue;
		bundle_hash(bytes_of(&file->data), file->data.len, hex);
		buf_addf(list, "%s  %s\n", hex, file->name);
	}
}

/* Writing -------------------------------------------------------------------------------------- */

static la_ssize_t take_bytes(struct archive *archive, void *arg, const void *data, size_t len)
{
	buf_add(arg, data, len);
	return (la_ssize_t)len;
}

static bool write_file(struct archive *archive, const struct bundle_file *file)
{
	struct archive_entry *entry = archive_entry_new();
	bool ok;

	archive_entry_set_pathname(entry, file->name);
	archive_entry_set_filetype(entry, AE_IFREG);
	archive_entry_set_perm(entry, 0644);
	archive_entry_set_size(entry, (la_int64_t)file->data.len);
	archive_entry_set_mtime(entry, 0, 0);
	ok = archive_write_header(archive, entry) == ARCHIVE_OK &&
	     archive_write_data(archive, bytes_of(&file->data), file->data.len) ==
	             (la_ssize_t)file->data.len;
	archive_entry_free(entry);
	return ok;
}

static char *write_files(const struct bundle *bundle, struct buf *out)
{
	struct archive *archive = archive_write_new();
	char *complaint = NULL;
	bool ok;

	ok = archive && archive_write_set_format_ustar(archive) == ARCHIVE_OK &&
	     archive_write_add_filter_none(archive) == ARCHIVE_OK &&
	     archive_write_open(archive, out, NULL, take_bytes, NULL) == ARCHIVE_OK;
	for (size_t i = 0; ok && i < bundle->n; i++)
		ok = write_file(archive, &bundle->files[i]);
	if (ok)
		ok = archive_write_close(archive) == ARCHIVE_OK;
	if (!ok)
		complaint = xasprintf("%s", archive && archive_error_string(archive)
		                                    ? archive_error_string(archive)
		                                    : _("the archive cannot be written"));
	archive_write_free(archive);
	return complaint;
}

char *bundle_write(struct bundle *bundle, struct buf *out)
{
	struct buf list = {0};

	list_hashes(bundle, &list);
	bundle_add(bundle, BUNDLE_SUMS, bytes_of(&list), list.len);
	buf_release(&list);
	return write_files(bundle, out);
}

/* Reading -------------------------------------------------------------------------------------- */

static bool is_name(const char *name)
{
	static const char known[] =
	        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._/-";
	size_t len = name ? strspn(name, known) : 0;

	return len > 0 && name[len] == '\0' && len <= BUNDLE_NAME_MAX && *name != '/' &&
	       !strstr(name, "..");
}

static bool read_data(struct archive *archive, struct bundle_file *file)
{
	char block[65536];
	la_ssize_t n;

	while ((n = archive_read_data(archive, block, sizeof(block))) > 0) {
		if (file->data.len + (size_t)n > BUNDLE_FILE_MAX)
			return false;
		buf_add(&file->data, block, (size_t)n);
	}
	return n == 0;
}

static bool read_files(struct archive *archive, struct bundle *bundle)
{
	struct archive_entry *entry;
	int state;

	while ((state = archive_read_next_header(archive, &entry)) == ARCHIVE_OK) {
		const char *name = archive_entry_pathname(entry);

		if (bundle->n == BUNDLE_FILES_MAX || !is_name(name) || bundle_find(bundle, name))
			return false;
		bundle_add(bundle, name, "", 0);
		if (!read_data(archive, &bundle->files[bundle->n - 1]))
			return false;
	}
	return state == ARCHIVE_EOF && bundle->n > 0;
}

static char *check_hashes(const struct bundle *bundle)
{
	const struct buf *kept = bundle_find(bundle, BUNDLE_SUMS);
	struct buf list = {0};
	bool same;

	list_hashes(bundle, &list);
	same = kept && kept->len == list.len &&
	       memcmp(bytes_of(kept), bytes_of(&list), list.len) == 0;
	buf_release(&list);
	return same ? NULL : xstrdup(_("a file is not the one of which the hash is listed"));
}

static char *check_bytes(const struct bundle *bundle, const void *data, size_t len)
{
	struct buf again = {0};
	char *complaint = write_files(bundle, &again);

	if (!complaint && (again.len != len || memcmp(again.data, data, len) != 0))
		complaint = xstrdup(_("the archive is not as it was written"));
	buf_release(&again);
	return complaint;
}

char *bundle_read(const void *data, size_t len, struct bundle *bundle)
{
	struct archive *archive = archive_read_new();
	bool ok = archive && archive_read_support_format_tar(archive) == ARCHIVE_OK &&
	          archive_read_open_memory(archive, data, len) == ARCHIVE_OK &&
	          read_files(archive, bundle);
	char *complaint = ok ? check_hashes(bundle) : xstrdup(_("this is no such archive"));

	archive_read_free(archive);
	return complaint ? complaint : check_bytes(bundle, data, len);
}
