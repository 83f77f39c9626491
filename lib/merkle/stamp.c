/* Asks for time stamps and checks them, by libcrypto. */
#include "lib/merkle/stamp.h"

#include "lib/base/log.h"
#include "lib/base/text.h"
#include "lib/base/xmalloc.h"
#include "lib/merkle/alarm.h"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <openssl/ts.h>
#include <stdlib.h>
#include <string.h>

enum { NONCE_SIZE = 8, HASH_SIZE = 32 };

struct stamp_query {
	TS_REQ *request;
};

static void must(bool ok)
{
	if (!ok)
		fatalx("libcrypto cannot make the request of a time stamp");
}

static void set_imprint(TS_REQ *request, const void *text, size_t len)
{
	unsigned char hash[HASH_SIZE];
	TS_MSG_IMPRINT *imprint = TS_MSG_IMPRINT_new();
	X509_ALGOR *algorithm = X509_ALGOR_new();

	must(imprint && algorithm && EVP_Digest(text, len, hash, NULL, EVP_sha256(), NULL) == 1);
	must(X509_ALGOR_set0(algorithm, OBJ_nid2obj(NID_sha256), V_ASN1_NULL, NULL) == 1);
	must(TS_MSG_IMPRINT_set_algo(imprint, algorithm) == 1 &&
	     TS_MSG_IMPRINT_set_msg(imprint, hash, sizeof(hash)) == 1 &&
	     TS_REQ_set_msg_imprint(request, imprint) == 1);
	X509_ALGOR_free(algorithm);
	TS_MSG_IMPRINT_free(imprint);
}

static void set_nonce(TS_REQ *request)
{
	unsigned char bytes[NONCE_SIZE];
	BIGNUM *number;
	ASN1_INTEGER *nonce;

	must(RAND_bytes(bytes, sizeof(bytes)) == 1);
	bytes[0] |= 0x80; /* always eight bytes */
	number = BN_bin2bn(bytes, sizeof(bytes), NULL);
	nonce = BN_to_ASN1_INTEGER(number, NULL);
	must(number && nonce && TS_REQ_set_nonce(request, nonce) == 1);
	BN_free(number);
	ASN1_INTEGER_free(nonce);
}

static TS_REQ *request_of(const void *text, size_t len)
{
	TS_REQ *request = TS_REQ_new();

	must(request && TS_REQ_set_version(request, 1) == 1);
	set_imprint(request, text, len);
	return request;
}

struct stamp_query *stamp_query_new(const void *text, size_t len, struct buf *out)
{
	struct stamp_query *query = xcalloc(1, sizeof(*query));
	unsigned char *der = NULL;
	int size;

	query->request = request_of(text, len);
	set_nonce(query->request);
	must(TS_REQ_set_cert_req(query->request, 1) == 1);
	size = i2d_TS_REQ(query->request, &der);
	must(size > 0);
	buf_add(out, der, (size_t)size);
	OPENSSL_free(der);
	return query;
}

void stamp_query_free(struct stamp_query *query)
{
	if (!query)
		return;
	TS_REQ_free(query->request);
	free(query);
}

/* libcrypto's last word, harmless. */
static char *last_error(void)
{
	char text[256] = "";
	unsigned long code = ERR_peek_last_error();
	const char *reason = ERR_reason_error_string(code);

	if (!reason)
		ERR_error_string_n(code, text, sizeof(text));
	ERR_clear_error();
	reason = reason ? reason : text;
	return text_visible(reason, strlen(reason), TEXT_ONE_LINE);
}

static char *complain(enum alarm alarm)
{
	char *reason = last_error(), *why = alarm_code_of_text(alarm, reason);

	free(reason);
	return why;
}

/* Seconds since 1970; false where the time is none. */
static bool time_of(TS_RESP *response, int64_t *at)
{
	const TS_TST_INFO *info = TS_RESP_get_tst_info(response);
	const ASN1_GENERALIZEDTIME *time = info ? TS_TST_INFO_get_time(info) : NULL;
	struct tm tm;

	if (!time || ASN1_TIME_to_tm(time, &tm) != 1)
		return false;
	*at = timegm(&tm);
	return true;
}

/* The context is the caller's; the certificates go with it. */
static char *verify(TS_VERIFY_CTX *context, TS_RESP *response, const char *ca, int64_t *at)
{
	X509_STORE *store = X509_STORE_new();

	must(store && context);
	if (X509_STORE_load_file(store, ca) != 1) {
		X509_STORE_free(store);
		free(last_error());
		return alarm_code_of_text(ALARM_STAMP_CA, ca);
	}
	TS_VERIFY_CTX_set_store(context, store);
	TS_VERIFY_CTX_add_flags(context, TS_VFY_SIGNATURE);
	if (TS_RESP_verify_response(context, response) != 1)
		return complain(ALARM_STAMP_WRONG);
	if (!time_of(response, at))
		return alarm_code(ALARM_STAMP_TIMELESS, 0, 0);
	return NULL;
}

/* Whether answer is a stamp for request: NULL, or a code of alarm.h. */
static char *check(TS_REQ *request, const void *answer, size_t len, const char *ca, int64_t *at)
{
	const unsigned char *der = answer;
	TS_RESP *response;
	TS_VERIFY_CTX *context;
	char *why;

	ERR_clear_error();
	response = len <= STAMP_MAX ? d2i_TS_RESP(NULL, &der, (long)len) : NULL;
	if (!response || der != (const unsigned char *)answer + len) {
		TS_RESP_free(response);
		ERR_clear_error();
		return alarm_code(ALARM_STAMP_NONE, 0, 0);
	}
	context = TS_REQ_to_TS_VERIFY_CTX(request, NULL);
	why = verify(context, response, ca, at);
	TS_VERIFY_CTX_free(context);
	TS_RESP_free(response);
	return why;
}

char *stamp_answer(const struct stamp_query *query, const void *answer, size_t len, const char *ca,
                   int64_t *at)
{
	return check(query->request, answer, len, ca, at);
}

char *stamp_check(const void *text, size_t text_len, const void *answer, size_t len, const char *ca,
                  int64_t *at)
{
	TS_REQ *request = request_of(text, text_len);
	char *why = check(request, answer, len, ca, at), *words = why ? alarm_words(why) : NULL;

	TS_REQ_free(request);
	free(why);
	return words;
}
