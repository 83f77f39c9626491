/* Loads the sources from the database, and finds the one whose key was given. */
#include "syncd/http/sources.h"

#include "lib/base/log.h"
#include "lib/base/xmalloc.h"
#include "lib/db/db_error.h"
#include "lib/db/db_result.h"
#include "syncd/core/job.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>

static const struct db_stmt list_sources = {"sources",
                                            "select id, jurisdiction, encode(key_hash, 'hex') as "
                                            "key_hash from sync.sources() order by id",
                                            0};

struct sources {
	struct db *db;
	bool loaded;
	struct source *list;
	size_t n;
};

static void clear(struct sources *sources)
{
	for (size_t i = 0; i < sources->n; i++)
		free(sources->list[i].jurisdiction);
	free(sources->list);
	sources->list = NULL;
	sources->n = 0;
}

/* Returns false where hex is not exactly the digits of the hash. */
static bool read_hash(const char *hex, unsigned char hash[32])
{
	if (!hex || strlen(hex) != 64)
		return false;
	for (size_t i = 0; i < 32; i++) {
		const char digits[3] = {hex[2 * i], hex[2 * i + 1], 0};

		hash[i] = (unsigned char)strtoul(digits, NULL, 16);
	}
	return true;
}

static void add_row(struct sources *sources, const PGresult *res, int row)
{
	const char *id = db_result_text(res, row, "id");
	const char *jurisdiction = db_result_text(res, row, "jurisdiction");
	struct source source = {.id = (int)strtol(id, NULL, 10)};

	if (!jurisdiction || !read_hash(db_result_text(res, row, "key_hash"), source.key_hash)) {
		log_warnx("source %s has no jurisdiction or no key and cannot be served", id);
		return;
	}
	source.jurisdiction = xstrdup(jurisdiction);
	sources->list = xreallocarray(sources->list, sources->n + 1, sizeof(source));
	sources->list[sources->n++] = source;
}

static void on_sources(void *arg, const PGresult *res, const struct db_error *error)
{
	struct sources *sources = arg;

	if (error) {
		if (!db_error_is_offline(error))
			log_warnx("cannot read the sources: %s", error->message);
		return;
	}
	clear(sources);
	for (int row = 0; row < PQntuples(res); row++)
		add_row(sources, res, row);
	sources->loaded = true;
	log_info("sources: %zu", sources->n);
}

struct sources *sources_new(struct db *db)
{
	struct sources *sources = xcalloc(1, sizeof(*sources));

	sources->db = db;
	job_listen(db, "config");
	return sources;
}

void sources_free(struct sources *sources)
{
	if (!sources)
		return;
	clear(sources);
	free(sources);
}

void sources_load(struct sources *sources)
{
	db_query(sources->db, &list_sources, NULL, on_sources, sources);
}

/* Whether hash is the source's, in a time that does not depend on where they differ. */
static bool same_key(const struct source *source, const unsigned char hash[32])
{
	return CRYPTO_memcmp(source->key_hash, hash, 32) == 0;
}

/* The source of a jurisdiction (NULL: any) whose key has that hash (NULL: any). */
static const struct source *match(const struct sources *sources, const char *jurisdiction,
                                  const unsigned char *hash)
{
	const struct source *found = NULL;

	for (size_t i = 0; i < sources->n; i++) {
		const struct source *s = &sources->list[i];

		if (jurisdiction && strcmp(s->jurisdiction, jurisdiction) != 0)
			continue;
		if ((!hash || same_key(s, hash)) && !found)
			found = s;
	}
	return found;
}

static bool one_jurisdiction(const struct sources *sources)
{
	for (size_t i = 1; i < sources->n; i++)
		if (strcmp(sources->list[i].jurisdiction, sources->list[0].jurisdiction) != 0)
			return false;
	return sources->n > 0;
}

static const struct source *refuse(struct problem *p, int status, const char *text)
{
	problem_set(p, status, "%s", text);
	return NULL;
}

const struct source *sources_find(const struct sources *sources, const struct params *params,
                                  bool need_key, bool *own, struct problem *p)
{
	const char *jurisdiction = params_get(params, "jurisdiction_id");
	const char *key = params_get(params, "api_key");
	const struct source *found;
	unsigned char hash[EVP_MAX_MD_SIZE];

	*own = false;
	if (!sources->loaded)
		return refuse(p, 503, "not ready yet, try again");
	if (!jurisdiction && (need_key || !one_jurisdiction(sources)))
		return refuse(p, 400, "jurisdiction_id: missing");
	if (!key && need_key)
		return refuse(p, 400, "api_key: missing");
	found = match(sources, jurisdiction, NULL);
	if (!found)
		return refuse(p, 404, "jurisdiction_id: unknown");
	if (!key)
		return found;
	if (EVP_Digest(key, strlen(key), hash, NULL, EVP_sha256(), NULL) != 1)
		fatalx("SHA-256 is not available");
	found = match(sources, jurisdiction, hash);
	if (!found)
		return refuse(p, 403, "api_key: unknown");
	*own = true;
	return found;
}
