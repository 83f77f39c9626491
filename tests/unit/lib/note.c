/* Signed notes and checkpoints: the example of Go's sumdb/note is signed and read alike; what the
 * specifications forbid is refused; whatever byte of a signed note is changed, it is signed no
 * more. Private keys are files that nobody else may use.
 */
#include "lib/merkle/checkpoint.h"

#include "lib/base/base64.h"
#include "lib/base/xmalloc.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define NEUMANN "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
#define NEUMANN_PRIVATE                                                                            \
	"PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
#define NEUMANN_TEXT                                                                               \
	"If you think cryptography is the answer to your problem,\n"                               \
	"then you don't know what your problem is.\n"
#define NEUMANN_LINE                                                                               \
	"\xe2\x80\x94 PeterNeumann "                                                               \
	"x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgK"                        \
	"vqfqdngotpRZb6KE6RyyBwJnAM=\n"
#define ROOT "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I="

static char *path;

static void write_file(const char *text, mode_t mode)
{
	FILE *f;

	unlink(path);
	f = fopen(path, "w");
	assert_non_null(f);
	fputs(text, f);
	assert_int_equal(fclose(f), 0);
	assert_int_equal(chmod(path, mode), 0);
}

static struct note_key key_of(const char *s)
{
	struct note_key key;

	assert_true(note_key_parse(s, strlen(s), &key));
	return key;
}

static enum note_verdict verdict_of(const char *data, const struct note_key *key)
{
	struct note note;

	return note_parse(data, strlen(data), &note) ? NOTE_UNSIGNED : note_check(&note, key, NULL);
}

static void test_example(void **state)
{
	struct note_signer *signer = NULL;
	struct note_key key = key_of(NEUMANN);
	char *note, *text;

	write_file(NEUMANN_PRIVATE "\n", 0600);
	assert_null(note_signer_read(path, &signer));
	text = note_key_text(note_signer_key(signer));
	assert_string_equal(text, NEUMANN);
	note = note_sign(NEUMANN_TEXT, signer);
	assert_string_equal(note, NEUMANN_TEXT "\n" NEUMANN_LINE);
	assert_int_equal(verdict_of(note, &key), NOTE_SIGNED);
	free(note);
	free(text);
	note_signer_free(signer);
}

static void test_changed(void **state)
{
	const struct note_key key = key_of(NEUMANN);
	char note[] = NEUMANN_TEXT "\n" NEUMANN_LINE;

	for (size_t i = 0; i < sizeof(note) - 1; i++)
		for (int bit = 0; bit < 8; bit++) {
			note[i] = (char)(note[i] ^ 1 << bit);
			if (verdict_of(note, &key) == NOTE_SIGNED)
				fail_msg("byte %zu, bit %d", i, bit);
			note[i] = (char)(note[i] ^ 1 << bit);
		}
	assert_int_equal(verdict_of(note, &key), NOTE_SIGNED);
}

static void test_public_keys(void **state)
{
	static const char *const wrong[] = {
	        "",
	        "+",
	        "PeterNeumann",
	        "PeterNeumann+c74f20a3",
	        "PeterNeumann+c74f20a3+",
	        "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
	        "PeterNeumann+C74F20A3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
	        "PeterNeumann+0c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
	        "PeterNeuman+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
	        "+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
	        "Peter Neumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
	        "PeterNeumann+c74f20a3+AhpcAQcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
	        "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10T=",
	        "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW\n",
	        "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWAAAA",
	};
	struct note_key key;

	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++)
		if (note_key_parse(wrong[i], strlen(wrong[i]), &key))
			fail_msg("'%s'", wrong[i]);
}

static void test_names(void **state)
{
	static const char *const right[] = {"a", "varta.example/log", "поліція.example", "a-b_c~"};
	static const char *const wrong[] = {"",     " ",        "a b",           "a+b",
	                                    "a\nb", "a\u00a0b", "a\xe2\x80\xa8", "a\xe3\x80\x80",
	                                    "\xff", "a\x7f"};
	char *longest = xcalloc(NOTE_NAME_MAX + 2, 1);

	for (size_t i = 0; i < sizeof(right) / sizeof(*right); i++)
		assert_true(note_name_valid(right[i], strlen(right[i])));
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++)
		assert_false(note_name_valid(wrong[i], strlen(wrong[i])));
	memset(longest, 'a', NOTE_NAME_MAX + 1);
	assert_true(note_name_valid(longest, NOTE_NAME_MAX));
	assert_false(note_name_valid(longest, NOTE_NAME_MAX + 1));
	free(longest);
}

static void test_private_keys(void **state)
{
	static const struct {
		const char *text;
		mode_t mode;
		const char *complaint;
	} wrong[] = {
	        {NEUMANN_PRIVATE "\n", 0640, "chmod 600"},
	        {NEUMANN_PRIVATE "\n", 0604, "chmod 600"},
	        {"", 0600, "no private key"},
	        {NEUMANN "\n", 0600, "no private key"},
	        {"PRIVATE+KEY+PeterNeumann+c74f20a4+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz\n",
	         0600, "no private key"},
	        {"PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDF\n",
	         0600, "no private key"},
	};
	struct note_signer *signer = NULL;
	char *why, *text;

	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		write_file(wrong[i].text, wrong[i].mode);
		why = note_signer_read(path, &signer);
		assert_non_null(why);
		if (!strstr(why, wrong[i].complaint) || !strstr(why, path) || strstr(why, "AYEK"))
			fail_msg("%s", why);
		free(why);
	}
	why = note_signer_create(path, "varta.example/log", &signer);
	assert_non_null(strstr(why, "never written over"));
	free(why);
	unlink(path);
	why = note_signer_create(path, "varta example", &signer);
	assert_non_null(strstr(why, "cannot be the name"));
	free(why);
	assert_int_equal(access(path, F_OK), -1);
	assert_null(note_signer_create(path, "varta.example/log", &signer));
	text = note_key_text(note_signer_key(signer));
	note_signer_free(signer);
	assert_null(note_signer_read(path, &signer));
	why = note_key_text(note_signer_key(signer));
	assert_string_equal(text, why);
	free(why);
	free(text);
	note_signer_free(signer);
}

static void test_malformed(void **state)
{
	static const char *const wrong[] = {
	        "",
	        "\n",
	        "\n\n",
	        NEUMANN_TEXT,
	        NEUMANN_TEXT "\n",
	        NEUMANN_TEXT NEUMANN_LINE,
	        "\n" NEUMANN_LINE,
	        NEUMANN_TEXT "\n\n",
	        NEUMANN_TEXT "\n" NEUMANN_LINE "\n",
	        NEUMANN_TEXT "\n" NEUMANN_LINE "x",
	        NEUMANN_TEXT "\n" NEUMANN_LINE "x\n",
	        NEUMANN_TEXT "\n- PeterNeumann x08go/ZJ\n",
	        NEUMANN_TEXT "\n\xe2\x80\x94 PeterNeumann x08g\n",
	        NEUMANN_TEXT "\n\xe2\x80\x94 PeterNeumann  x08go/ZJ\n",
	        NEUMANN_TEXT "\n\xe2\x80\x94  x08go/ZJ\n",
	        NEUMANN_TEXT "\n\xe2\x80\x94 PeterNeumann x08go/Z\n",
	        "a\tb\n\n" NEUMANN_LINE,
	        "a\r\n\n" NEUMANN_LINE,
	        "\xff\n\n" NEUMANN_LINE,
	};
	struct buf many = {0};
	struct note note;

	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++)
		if (!note_parse(wrong[i], strlen(wrong[i]), &note))
			fail_msg("%zu: %s", i, wrong[i]);
	assert_non_null(note_parse("a\0b\n\n" NEUMANN_LINE, 5 + strlen(NEUMANN_LINE), &note));
	buf_adds(&many, NEUMANN_TEXT "\n");
	for (size_t i = 0; i < NOTE_SIGNATURES_MAX; i++)
		buf_adds(&many, NEUMANN_LINE);
	assert_null(note_parse(many.data, many.len, &note));
	assert_int_equal(note.n, NOTE_SIGNATURES_MAX);
	buf_adds(&many, NEUMANN_LINE);
	assert_non_null(strstr(note_parse(many.data, many.len, &note), "too many"));
	buf_clear(&many);
	for (size_t i = 0; i < NOTE_MAX; i++)
		buf_addc(&many, 'a');
	buf_adds(&many, "\n\n" NEUMANN_LINE);
	assert_non_null(strstr(note_parse(many.data, many.len, &note), "too long"));
	buf_release(&many);
}

/* Who signs is known by name and identifier; another's signature says nothing, a wrong one of a
 * known key spoils the note. */
static void test_others(void **state)
{
	static const char other[] =
	        NEUMANN_TEXT "\n\xe2\x80\x94 EnochRoot "
	                     "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqf"
	                     "qdngotpRZb6KE6RyyBwJnAM=\n";
	const struct note_key key = key_of(NEUMANN);
	char *both = xasprintf("%s%s", other, NEUMANN_LINE);
	char *spoilt = xasprintf("%s\xe2\x80\x94 PeterNeumann x08go/ZJ\n", both);

	assert_int_equal(verdict_of(other, &key), NOTE_UNSIGNED);
	assert_int_equal(verdict_of(both, &key), NOTE_SIGNED);
	assert_int_equal(verdict_of(spoilt, &key), NOTE_FORGED);
	free(both);
	free(spoilt);
}

/* Notes one behind the other, as the file of all checkpoints has them. */
static void test_first(void **state)
{
	static const char two[] =
	        "\na\nb\n\n" NEUMANN_LINE NEUMANN_LINE "\n\nc\n\n" NEUMANN_LINE "d\n";
	size_t at = 0, len = sizeof(two) - 1;
	struct note note;

	assert_null(note_parse_first(two, len, &note));
	assert_int_equal(note.text_len, 4);
	assert_memory_equal(note.text, "a\nb\n", 4);
	assert_int_equal(note.n, 2);
	at += note.len;
	assert_null(note_parse_first(two + at, len - at, &note));
	assert_int_equal(note.text_len, 2);
	assert_memory_equal(note.text, "c\n", 2);
	at += note.len;
	assert_string_equal(two + at, "d\n");
	assert_non_null(note_parse_first(two + at, len - at, &note));
	assert_int_equal(note.len, 2);
	assert_non_null(note_parse_first("unended", 7, &note));
	assert_int_equal(note.len, 7);
	assert_non_null(note_parse_first("", 0, &note));
}

/* Checkpoints ---------------------------------------------------------------------------------- */

static void test_checkpoint_texts(void **state)
{
	static const char *const wrong[] = {
	        "",
	        "a\n",
	        "a\n1\n",
	        "\n1\n" ROOT "\n",
	        "a\n01\n" ROOT "\n",
	        "a\n-1\n" ROOT "\n",
	        "a\n\n" ROOT "\n",
	        "a\n1 \n" ROOT "\n",
	        "a\n9223372036854775809\n" ROOT "\n",
	        "a\n99999999999999999999\n" ROOT "\n",
	        "a\n1\n" ROOT,
	        "a\n1\n" ROOT "A\n",
	        "a\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2J=\n",
	        "a\n1\n" ROOT "\n\n",
	        "a\n1\n" ROOT "\nmore\n\n",
	        "a\n1\n" ROOT "\nmore",
	};
	struct checkpoint c;
	char *text;

	assert_null(checkpoint_parse(
	        "example.com/behind-the-sofa\n20852163\n" ROOT "\nmore\n",
	        sizeof("example.com/behind-the-sofa\n20852163\n" ROOT "\nmore\n") - 1, &c));
	assert_string_equal(c.origin, "example.com/behind-the-sofa");
	assert_int_equal(c.size, 20852163);
	text = checkpoint_text(&c);
	assert_string_equal(text, "example.com/behind-the-sofa\n20852163\n" ROOT "\n");
	free(text);
	assert_null(checkpoint_parse("a\n0\n" ROOT "\n", sizeof("a\n0\n" ROOT "\n") - 1, &c));
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++)
		if (!checkpoint_parse(wrong[i], strlen(wrong[i]), &c))
			fail_msg("%zu: %s", i, wrong[i]);
}

static void test_signed_checkpoint(void **state)
{
	const struct note_key key = key_of(NEUMANN);
	struct note_signer *signer = NULL;
	struct merkle_hash root;
	struct checkpoint c;
	char *note, *foreign;

	write_file(NEUMANN_PRIVATE "\n", 0600);
	assert_null(note_signer_read(path, &signer));
	merkle_leaf("", 0, &root);
	note = checkpoint_sign(64, &root, signer);
	assert_null(checkpoint_open(note, strlen(note), &key, NULL, &c));
	assert_string_equal(c.origin, "PeterNeumann");
	assert_int_equal(c.size, 64);
	assert_true(merkle_equal(&c.root, &root));
	/* the right key under the name of another log */
	foreign = note_sign("EnochRoot\n64\n" ROOT "\n", signer);
	assert_non_null(
	        strstr(checkpoint_open(foreign, strlen(foreign), &key, NULL, &c), "another log"));
	*strstr(note, "64") = '7';
	assert_non_null(strstr(checkpoint_open(note, strlen(note), &key, NULL, &c), "forged"));
	free(note);
	free(foreign);
	note_signer_free(signer);
}

/* A cosignature made by hand, as C2SP tlog-cosignature words it. */
static void test_cosignature(void **state)
{
	static const char text[] = "PeterNeumann\n64\n" ROOT "\n";
	struct note_signer *signer = NULL;
	struct note_key witness = key_of(NEUMANN);
	unsigned char bytes[4 + 8 + NOTE_SIGNATURE_SIZE] = {0};
	struct buf line = {0};
	char *note, *cosigned,
	        *signed_text = xasprintf("cosignature/v1\ntime 1679315147\n%s", text);
	int64_t time;
	struct note parsed;

	write_file(NEUMANN_PRIVATE "\n", 0600);
	assert_null(note_signer_read(path, &signer));
	witness.kind = NOTE_KEY_WITNESS;
	witness.id = note_key_id(&witness);
	for (int i = 0; i < 4; i++) {
		bytes[i] = (unsigned char)(witness.id >> (24 - 8 * i));
		bytes[8 + i] = (unsigned char)(1679315147U >> (24 - 8 * i));
	}
	note_signer_sign(signer, signed_text, strlen(signed_text), bytes + 12);
	buf_adds(&line, "\xe2\x80\x94 PeterNeumann ");
	base64_add(&line, bytes, sizeof(bytes));
	buf_addc(&line, '\n');
	note = note_sign(text, signer);
	cosigned = note_add_signatures(note, line.data, line.len, &witness);
	assert_non_null(cosigned);
	assert_null(note_parse(cosigned, strlen(cosigned), &parsed));
	assert_int_equal(parsed.n, 2);
	assert_int_equal(note_check(&parsed, &witness, &time), NOTE_SIGNED);
	assert_int_equal(time, 1679315147);
	assert_int_equal(verdict_of(cosigned, note_signer_key(signer)), NOTE_SIGNED);
	/* what else a witness may say is left out: another's line, a text, nothing */
	assert_null(note_add_signatures(note, NEUMANN_LINE, strlen(NEUMANN_LINE), &witness));
	assert_null(note_add_signatures(note, "\nx\n", 3, &witness));
	assert_null(note_add_signatures(note, "", 0, &witness));
	/* of another text, and of another time */
	line.data[60] = line.data[60] == 'A' ? 'B' : 'A';
	assert_null(note_add_signatures(note, line.data, line.len, &witness));
	free(note);
	free(cosigned);
	free(signed_text);
	buf_release(&line);
	note_signer_free(signer);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_example),          cmocka_unit_test(test_changed),
	        cmocka_unit_test(test_public_keys),      cmocka_unit_test(test_names),
	        cmocka_unit_test(test_private_keys),     cmocka_unit_test(test_malformed),
	        cmocka_unit_test(test_others),           cmocka_unit_test(test_first),
	        cmocka_unit_test(test_checkpoint_texts), cmocka_unit_test(test_signed_checkpoint),
	        cmocka_unit_test(test_cosignature),
	};
	const char *tmp = getenv("TMPDIR");
	char *folder = xasprintf("%s/note.XXXXXX", tmp ? tmp : "/tmp");
	int failed;

	if (!mkdtemp(folder))
		return 1;
	path = xasprintf("%s/key", folder);
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	unlink(path);
	rmdir(folder);
	free(path);
	free(folder);
	return failed;
}
