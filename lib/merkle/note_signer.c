/* Makes, reads and uses the private key of a log. */
#include "lib/merkle/note_signer.h"

#include "lib/base/base64.h"
#include "lib/base/file_keep.h"
#include "lib/base/i18n.h"
#include "lib/base/log.h"
#include "lib/base/secret_file.h"
#include "lib/base/xmalloc.h"

#include <errno.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <string.h>

enum { SEED_SIZE = 32, FILE_MODE = 0600 };

static const char prefix[] = "PRIVATE+KEY+";

struct note_signer {
	EVP_PKEY *private; /* libcrypto wipes it */
	struct note_key key;
};

void note_signer_free(struct note_signer *signer)
{
	if (!signer)
		return;
	EVP_PKEY_free(signer->private);
	free(signer);
}

const struct note_key *note_signer_key(const struct note_signer *signer)
{
	return &signer->key;
}

/* Takes the key over; NULL where libcrypto does not. */
static struct note_signer *signer_of(EVP_PKEY *private, const char *name, size_t name_len)
{
	struct note_signer *signer = xcalloc(1, sizeof(*signer));
	size_t size = NOTE_PUBLIC_SIZE;

	signer->private = private;
	memcpy(signer->key.name, name, name_len);
	signer->key.kind = NOTE_KEY_LOG;
	if (!private || EVP_PKEY_get_raw_public_key(private, signer->key.public, &size) != 1) {
		note_signer_free(signer);
		return NULL;
	}
	signer->key.id = note_key_id(&signer->key);
	return signer;
}

/* The key in a line without its end; NULL where it is none. */
static struct note_signer *parse(const char *s, size_t len)
{
	size_t skip = sizeof(prefix) - 1, name_len;
	const char *name = s + skip, *id, *base64;
	unsigned char bytes[1 + SEED_SIZE];
	struct note_signer *signer = NULL;
	char text[9];

	if (len < skip || memcmp(s, prefix, skip) != 0)
		return NULL;
	id = memchr(name, '+', len - skip);
	base64 = id ? memchr(id + 1, '+', len - (size_t)(id + 1 - s)) : NULL;
	name_len = id ? (size_t)(id - name) : 0;
	if (!base64 || !note_name_valid(name, name_len))
		return NULL;
	if (base64_decode_exactly(base64 + 1, len - (size_t)(base64 + 1 - s), bytes,
	                          sizeof(bytes)) &&
	    bytes[0] == NOTE_KEY_LOG)
		signer = signer_of(
		        EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, NULL, bytes + 1, SEED_SIZE),
		        name, name_len);
	OPENSSL_cleanse(bytes, sizeof(bytes));
	if (!signer)
		return NULL;
	snprintf(text, sizeof(text), "%08x", signer->key.id);
	if (base64 - id - 1 == 8 && memcmp(id + 1, text, 8) == 0)
		return signer;
	note_signer_free(signer);
	return NULL;
}

char *note_signer_read(const char *path, struct note_signer **signer)
{
	struct buf text = {0};
	char *why = secret_file_read(path, &text);

	if (!why) {
		*signer = parse(text.data ? text.data : "",
		                strcspn(text.data ? text.data : "", "\r\n"));
		if (!*signer)
			why = xasprintf(_("'%s' holds no private key of a log; 'vartactl audit "
			                  "key' makes one"),
			                path);
	}
	secret_file_wipe(&text);
	return why;
}

/* The line of a private key. */
static void write_line(const struct note_signer *signer, struct buf *line)
{
	unsigned char bytes[1 + SEED_SIZE] = {NOTE_KEY_LOG};
	size_t size = SEED_SIZE;

	if (EVP_PKEY_get_raw_private_key(signer->private, bytes + 1, &size) != 1)
		fatalx("cannot read a new key");
	buf_addf(line, "%s%s+%08x+", prefix, signer->key.name, signer->key.id);
	base64_add(line, bytes, sizeof(bytes));
	buf_addc(line, '\n');
	OPENSSL_cleanse(bytes, sizeof(bytes));
}

char *note_signer_create(const char *path, const char *name, struct note_signer **signer)
{
	struct buf line = {0};
	char *why = NULL;

	if (!note_name_valid(name, strlen(name)))
		return xasprintf(
		        _("'%s' cannot be the name of a log: 1 to %d bytes of UTF-8 without "
		          "blanks and '+', such as 'varta.example/log'"),
		        name, NOTE_NAME_MAX);
	*signer = signer_of(EVP_PKEY_Q_keygen(NULL, NULL, "ED25519"), name, strlen(name));
	if (!*signer)
		return xstrdup(_("libcrypto makes no Ed25519 key"));
	write_line(*signer, &line);
	if (file_keep_create(path, line.data, line.len, FILE_MODE) < 0) {
		why = errno == EEXIST
		              ? xasprintf(_("'%s' is there already; a key is never written over"),
		                          path)
		              : xasprintf(_("cannot write '%s': %s"), path, strerror(errno));
		note_signer_free(*signer);
		*signer = NULL;
	}
	secret_file_wipe(&line);
	return why;
}

void note_signer_sign(const struct note_signer *signer, const void *text, size_t len,
                      unsigned char signature[NOTE_SIGNATURE_SIZE])
{
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	size_t size = NOTE_SIGNATURE_SIZE;

	if (!ctx || EVP_DigestSignInit(ctx, NULL, NULL, NULL, signer->private) != 1 ||
	    EVP_DigestSign(ctx, signature, &size, text, len) != 1 || size != NOTE_SIGNATURE_SIZE)
		fatalx("cannot sign");
	EVP_MD_CTX_free(ctx);
}
